/**
 * The members of a source, until it ends or the signal is aborted: who waits for a source that is silent is let go at once.
 * The source is told to end whenever the reading ends.
 *
 * @throws the signal's reason when it is aborted, and whatever the source throws
 */
export async function* untilAborted<Member>(
  source: Iterable<Member> | AsyncIterable<Member>,
  signal: AbortSignal,
): AsyncGenerator<Member, void, void> {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  // One listener for all members: a race with the signal for each would hold on to all of them.
  let letGo: (reason: unknown) => void = () => undefined;
  const onAbort = (): void => letGo(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const next = (): Promise<IteratorResult<Member>> =>
    new Promise((resolve, reject) => {
      letGo = reject;
      Promise.resolve(iterator.next()).then(resolve, reject);
    });
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await next();
      if (done) return;
      yield value;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    // A source that is silent would not answer before it speaks.
    void end(iterator);
  }
}

async function end(iterator: Iterator<unknown> | AsyncIterator<unknown>): Promise<void> {
  try {
    await iterator.return?.();
  } catch {
    // Why the reading ended is what counts.
  }
}
