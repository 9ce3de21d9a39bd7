import { type CapacityLimit, createCapacityLimit } from '../../../bootstrap/bulk/capacity-limit';

// The simulated clock knows Node's timers, but not its promises of them.
jest.mock('node:timers/promises', () => ({
  setTimeout: (milliseconds: number, value: unknown, { signal }: { signal?: AbortSignal }) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
      setTimeout(resolve, milliseconds, value);
    }),
}));

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

/** Lets time go on until the work is done, in which none passes but what it waits for. */
async function simulate<Result>(work: () => Promise<Result>): Promise<Result> {
  let isDone = false;
  const result = work().finally(() => {
    isDone = true;
  });
  while (!isDone) await jest.advanceTimersByTimeAsync(1);
  return result;
}

/** More than any of these limits lets through: without one, no time would pass. */
const MOST_REQUESTS = 10_000;

/** Uses so many units for each request, as many requests as there may be, for so long; gives the units per second. */
const useFor = (limit: CapacityLimit, milliseconds: number, request: () => { taken: number; used: number }) =>
  simulate(async () => {
    const from = performance.now();
    let units = 0;
    for (let count = 0; count < MOST_REQUESTS && performance.now() - from < milliseconds; count += 1) {
      const { taken, used } = request();
      await limit.take(taken);
      limit.settle(taken, used);
      units += used;
    }
    return (units * 1000) / (performance.now() - from);
  });

const always =
  (taken: number, used = taken) =>
  () => ({ taken, used });

test.each([
  ['one unit each', 1_000, always(1)],
  ['many units each', 1_000, always(25)],
  ['more than was expected', 1_000, always(1, 20)],
  ['fewer than was expected', 1_000, always(50, 5)],
  ['a large limit', 40_000, always(25)],
  ['units in parts', 200, always(0.5)],
])('%s: the rate is that of the limit', async (_, unitsPerSecond, request) => {
  const rate = await useFor(createCapacityLimit(unitsPerSecond), 1_000, request);
  expect(rate / unitsPerSecond).toBeGreaterThan(0.9);
  expect(rate / unitsPerSecond).toBeLessThan(1.1);
});

test('what many take side by side keeps to it as well, and each gets its turn in order', async () => {
  const limit = createCapacityLimit(500);
  const from = performance.now();
  const order: number[] = [];
  await simulate(() =>
    Promise.all(
      Array.from({ length: 50 }, async (_, number) => {
        await limit.take(10);
        order.push(number);
        limit.settle(10, 10);
      }),
    ),
  );
  const rate = (50 * 10 * 1000) / (performance.now() - from);
  expect(rate / 500).toBeGreaterThan(0.9);
  expect(rate / 500).toBeLessThan(1.1);
  expect(order).toEqual(order.toSorted((one, other) => one - other));
});

test('what is not used for a while is not saved up', async () => {
  const limit = createCapacityLimit(1_000);
  jest.advanceTimersByTime(600);
  const rate = await useFor(limit, 500, always(10));
  // A tenth of a second's units, at most: 100 of 500 here.
  expect(rate).toBeLessThan(1_000 * 1.25);
});

test.each([
  ['up', 200, 2_000],
  ['down', 20_000, 500],
])('changed half-way %s, the new limit holds from then on', async (_, first, second) => {
  const limit = createCapacityLimit(first);
  await useFor(limit, 300, always(5));
  limit.change(second);
  expect(limit.current()).toBe(second);
  const rate = await useFor(limit, 1_000, always(5));
  expect(rate / second).toBeGreaterThan(0.9);
  expect(rate / second).toBeLessThan(1.12);
});

test('what is owed under a large limit does not stop everything under a small one', async () => {
  const limit = createCapacityLimit(10_000);
  await limit.take(1);
  limit.settle(1, 5_000);
  limit.change(10);
  const from = performance.now();
  await simulate(() => limit.take(1));
  // Half a second's units, be it of which limit.
  expect(performance.now() - from).toBeLessThan(1_000);
  expect(performance.now() - from).toBeGreaterThan(300);
});

test('lifted, it lets go at once what waits, and all that comes', async () => {
  const limit = createCapacityLimit(1);
  await limit.take(1_000);
  const waiting = Array.from({ length: 10 }, () => limit.take(1_000));
  limit.change(undefined);
  const from = performance.now();
  await simulate(() => Promise.all(waiting));
  await limit.take(1_000_000);
  expect(performance.now() - from).toBeLessThanOrEqual(250);
  expect(limit.current()).toBeUndefined();
});

test('set where there was none, it holds from then on, and nothing of before is owed', async () => {
  const limit = createCapacityLimit(undefined);
  await limit.take(1_000_000);
  limit.settle(1_000_000, 2_000_000);
  limit.change(1_000);
  const rate = await useFor(limit, 600, always(5));
  expect(rate / 1_000).toBeGreaterThan(0.9);
  expect(rate / 1_000).toBeLessThan(1.1);
});

test('aborted, all that waits ends at once with the reason', async () => {
  const aborted = new AbortController();
  const limit = createCapacityLimit(1, aborted.signal);
  await limit.take(1_000);
  const waiting = Array.from({ length: 100 }, () => limit.take(1));
  const outcomes = Promise.allSettled(waiting);
  const from = performance.now();
  aborted.abort(new Error('enough'));
  const rejected = (await outcomes).filter(({ status }) => status === 'rejected');
  expect(rejected).toHaveLength(100);
  expect(performance.now() - from).toBe(0);
});
