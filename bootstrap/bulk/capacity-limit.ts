import { setTimeout as delay } from 'node:timers/promises';

/** A limit of capacity units per second, for all requests of a run together. */
export interface CapacityLimit {
  /** Waits until so many units may be used; in the order of the calls. */
  take(units: number): Promise<void>;
  /** What a request used in truth, where `take` had taken another number for it. */
  settle(taken: number, used: number): void;
  /** From now on; undefined: no limit. */
  change(unitsPerSecond: number | undefined): void;
  /** Units per second, or undefined where there is no limit. */
  current(): number | undefined;
}

/** What was not used is kept for so long: more would be a burst. */
const BURST_SECONDS = 0.1;
/** A limit that is changed, or a debt that is paid early, is noticed within so long. */
const LONGEST_WAIT_MILLISECONDS = 250;

/**
 * A token bucket that may be overdrawn: a request is let go as long as nothing is owed, whatever it uses, and what it uses
 * is paid before the next one goes. So a request of any size goes through, and the rate over time is that of the limit.
 */
export function createCapacityLimit(unitsPerSecond: number | undefined, signal?: AbortSignal): CapacityLimit {
  let rate = unitsPerSecond;
  let available = 0;
  let filledAt = performance.now();
  let queue = Promise.resolve();

  const fill = (): void => {
    const now = performance.now();
    if (rate !== undefined) available = Math.min(rate * BURST_SECONDS, available + (rate * (now - filledAt)) / 1000);
    filledAt = now;
  };

  const waitUntilPaid = async (): Promise<void> => {
    for (fill(); rate !== undefined && available < 0; fill()) {
      const milliseconds = Math.min((-available / rate) * 1000, LONGEST_WAIT_MILLISECONDS);
      await delay(Math.max(1, milliseconds), undefined, { signal });
    }
  };

  return {
    current: () => rate,
    take: (units) => {
      const turn = queue.then(async () => {
        await waitUntilPaid();
        if (rate !== undefined) available -= units;
      });
      queue = turn.catch(() => undefined);
      return turn;
    },
    settle: (taken, used) => {
      if (rate !== undefined) available += taken - used;
    },
    change: (next) => {
      fill();
      // What is owed was owed under the former limit: under a lower one it takes no longer to pay.
      if (rate === undefined || next === undefined) available = 0;
      else available = Math.max(available, (available * next) / rate);
      rate = next;
    },
  };
}
