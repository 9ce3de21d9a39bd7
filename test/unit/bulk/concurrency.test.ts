import fc from 'fast-check';
import { type Concurrency, createConcurrency } from '../../../bootstrap/bulk/concurrency';

type Outcome = 'succeed' | 'throttle' | 'throttle and fail' | 'fail';

interface Work {
  end(outcome: Outcome): Promise<void>;
}

/** Starts work that goes on until it is ended; those that run by now are in `running`, in the order of their start. */
function createRunner(concurrency: Concurrency) {
  const running: Work[] = [];
  let most = 0;
  const submit = (): void => {
    const settled = concurrency.run(
      (noteThrottled) =>
        new Promise<void>((resolve, reject) => {
          const work: Work = {
            end: async (outcome) => {
              running.splice(running.indexOf(work), 1);
              if (outcome.startsWith('throttle')) noteThrottled();
              if (outcome.endsWith('fail')) reject(new Error('failed'));
              else resolve();
              await settled.catch(() => undefined);
              await allStarted();
            },
          };
          running.push(work);
          most = Math.max(most, running.length);
        }),
    );
    settled.catch(() => undefined);
  };
  return { running, submit, most: () => most };
}

const allStarted = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function submitted(concurrency: Concurrency, count: number) {
  const runner = createRunner(concurrency);
  for (let number = 0; number < count; number += 1) runner.submit();
  await allStarted();
  return runner;
}

async function endAll(works: readonly Work[], outcome: Outcome): Promise<void> {
  for (const work of works) await work.end(outcome);
}

test('one more with each round that went well', async () => {
  const concurrency = createConcurrency();
  const { running } = await submitted(concurrency, 1_000);
  for (let round = 0; round < 10; round += 1) {
    const before = running.length;
    await endAll([...running], 'succeed');
    expect(running.length - before).toBeGreaterThanOrEqual(0);
    expect(running.length - before).toBeLessThanOrEqual(1);
  }
  expect(running.length).toBeGreaterThanOrEqual(10);
});

test('half of them as soon as one was throttled, and a burst of one round counts once', async () => {
  const concurrency = createConcurrency();
  const { running } = await submitted(concurrency, 2_000);
  while (running.length < 16) await endAll([...running], 'succeed');
  const round = [...running];

  await round[0]?.end('throttle');
  expect(concurrency.limit()).toBe(8);
  await endAll(round.slice(1), 'throttle and fail');
  expect(concurrency.limit()).toBe(8);
  expect(running).toHaveLength(8);

  await running[0]?.end('throttle');
  expect(concurrency.limit()).toBe(4);
});

test('it falls to one, not below, and rises again', async () => {
  const concurrency = createConcurrency();
  const { running } = await submitted(concurrency, 1_000);
  for (let round = 0; round < 10; round += 1) await endAll([...running], 'throttle');
  expect([concurrency.limit(), running.length]).toEqual([1, 1]);
  for (let round = 0; round < 5; round += 1) await endAll([...running], 'succeed');
  expect(running.length).toBeGreaterThan(1);
});

test('what fails for another reason is no sign that the table would bear more', async () => {
  const concurrency = createConcurrency();
  const { running } = await submitted(concurrency, 1_000);
  for (let round = 0; round < 10; round += 1) await endAll([...running], 'fail');
  expect([concurrency.limit(), running.length]).toEqual([4, 4]);
});

test.each([1, 2, 7, 32])('never more than %i at once', async (most) => {
  const concurrency = createConcurrency(most);
  const runner = await submitted(concurrency, 2_000);
  for (let round = 0; round < 40; round += 1) await endAll([...runner.running], 'succeed');
  expect(runner.most()).toBe(most);
});

test('in whichever order work comes and ends: no more than the limit starts, and all of it ends', async () => {
  const step = fc.oneof(
    { weight: 2, arbitrary: fc.constant('submit' as const) },
    {
      weight: 3,
      arbitrary: fc.record({
        position: fc.nat(),
        outcome: fc.constantFrom<Outcome>('succeed', 'throttle', 'throttle and fail', 'fail'),
      }),
    },
  );
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.array(step, { maxLength: 80 }), async (most, steps) => {
      const concurrency = createConcurrency(most);
      const { running, submit } = createRunner(concurrency);
      let started = 0;
      let ended = 0;
      for (const next of steps) {
        const before = { limit: concurrency.limit(), running: running.length };
        if (next === 'submit') {
          started += 1;
          submit();
          await allStarted();
        } else if (running.length > 0) {
          ended += 1;
          await running[next.position % running.length]?.end(next.outcome);
        }
        expect(concurrency.limit()).toBeGreaterThanOrEqual(1);
        expect(concurrency.limit()).toBeLessThanOrEqual(most);
        expect(concurrency.limit()).toBeLessThanOrEqual(before.limit + 1);
        // After a cut more may be running than the limit says; but then nothing new starts.
        expect(running.length).toBeLessThanOrEqual(Math.max(concurrency.limit(), before.running));
        expect(running.length).toBeGreaterThanOrEqual(Math.min(concurrency.limit(), started - ended));
      }
      while (running.length > 0) {
        ended += 1;
        await running[0]?.end('succeed');
      }
      expect(ended).toBe(started);
    }),
    { numRuns: 60 },
  );
});
