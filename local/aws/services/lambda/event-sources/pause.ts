import { setTimeout as wait } from 'node:timers/promises';

/** Waits for that time, or until the signal is given. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** How long to wait after the nth failure in a row: from 0.2 s, doubled each time, to 5 s. */
export function backoffMilliseconds(failures: number): number {
  return Math.min(5_000, 100 * 2 ** failures);
}
