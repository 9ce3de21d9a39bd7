/**
 * As Promise.all, but what goes wrong with one of them is thrown only when all have come to their end: nothing goes on
 * behind the back of whoever has been told that it is over.
 */
export async function settleAll<Result>(work: readonly Promise<Result>[]): Promise<Result[]> {
  const settled = await Promise.allSettled(work);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
