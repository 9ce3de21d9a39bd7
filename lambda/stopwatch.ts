/**
 * Begins to measure.
 *
 * @returns what tells the milliseconds since then, with one digit after the point
 */
export function startStopwatch(): () => number {
  // Of Node's clocks this is the one for which no other module has to be loaded: `performance` takes a millisecond.
  const start = process.hrtime.bigint();
  return () => Number((process.hrtime.bigint() - start) / NANOSECONDS) / 10;
}

/** In a tenth of a millisecond. */
const NANOSECONDS = 100_000n;
