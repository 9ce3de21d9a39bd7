interface Patience {
  milliseconds: number;
  /** Aborted, it ends the wait with its reason. */
  signal: AbortSignal;
}

/** What `work` comes to, or the failure where it takes longer than that. The work itself goes on. */
export async function withinPatience<Result>(
  work: Promise<Result>,
  { milliseconds, signal }: Patience,
  failure: () => Error,
): Promise<Result> {
  const ended = new AbortController();
  const timeout = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(failure()), milliseconds);
    const interrupt = () => reject(signal.reason);
    if (signal.aborted) interrupt();
    signal.addEventListener('abort', interrupt, { signal: ended.signal });
    ended.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    ended.abort();
  }
}
