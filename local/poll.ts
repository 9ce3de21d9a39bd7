import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks again and again until the answer is yes, in intervals that grow from 20 to 250 ms. For what nothing tells: another
 * process's readiness or its end.
 *
 * @returns false where it was not yes within the time
 */
export async function pollUntil(condition: () => boolean | Promise<boolean>, milliseconds: number): Promise<boolean> {
  const limit = performance.now() + milliseconds;
  for (let interval = 20; performance.now() < limit; interval = Math.min(250, interval * 1.4)) {
    if (await condition()) {
      return true;
    }
    await wait(interval);
  }
  return condition();
}
