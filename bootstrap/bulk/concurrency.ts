/** How many requests are under way at once, which rises while all goes well and falls at once when the table is throttled. */
export interface Concurrency {
  /**
   * Runs the work when there is room for it. Work that was throttled, wholly or in part, says so. Work that failed for
   * another reason is no sign that the table would bear more.
   */
  run<Result>(work: (noteThrottled: () => void) => Promise<Result>): Promise<Result>;
  /** How many may be under way now. */
  limit(): number;
}

const FIRST_LIMIT = 4;
/** The SDK keeps up to 50 sockets open; those of the lock and of the scans are among them. */
const MOST = 32;

/**
 * Additive increase, multiplicative decrease: one more with each round that went well, half of them when throttled. What
 * was under way by then is part of the same round, and counts once.
 */
export function createConcurrency(most = MOST): Concurrency {
  const waiting: (() => void)[] = [];
  let limit = Math.min(FIRST_LIMIT, most);
  let underWay = 0;
  let cuts = 0;

  const enter = async (): Promise<void> => {
    if (underWay >= Math.floor(limit)) await new Promise<void>((resolve) => waiting.push(resolve));
    else underWay += 1;
  };
  /** Whoever leaves hands its place to the next, as far as there are places. */
  const leave = (): void => {
    underWay -= 1;
    while (underWay < Math.floor(limit) && waiting.length > 0) {
      underWay += 1;
      waiting.shift()?.();
    }
  };

  return {
    limit: () => Math.floor(limit),
    run: async (work) => {
      await enter();
      const cutsBefore = cuts;
      let throttled = false;
      let succeeded = false;
      try {
        const result = await work(() => {
          throttled = true;
        });
        succeeded = true;
        return result;
      } finally {
        if (throttled && cuts === cutsBefore) {
          cuts += 1;
          limit = Math.max(1, limit / 2);
        }
        if (succeeded && !throttled) limit = Math.min(most, limit + 1 / limit);
        leave();
      }
    },
  };
}
