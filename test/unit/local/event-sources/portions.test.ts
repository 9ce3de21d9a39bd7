import fc from 'fast-check';
import type { Outcome } from '../../../../local/aws/services/lambda/event-sources/outcome';
import {
  afterInvocation,
  type Portion,
  type RetrySettings,
  splitByAge,
  wholeBatch,
} from '../../../../local/aws/services/lambda/event-sources/portions';
import { isOlderThan } from '../../../../local/aws/services/lambda/event-sources/stream-record';
import { numbersOf, streamRecord, streamRecords } from './stream-records';

const failed: Outcome = { kind: 'failed' };
const invocation = { requestId: 'request' };
const whole = (...numbers: number[]) => wholeBatch(streamRecords(...numbers));

/** A portion as `[numbers of its records, failures, invocations]`. */
const brief = ({ records, failures, invocations }: Portion) => [numbersOf(records), failures, invocations];

function consequence(portion: Portion, outcome: Outcome, settings: Partial<RetrySettings> = {}) {
  const { remaining, discarded } = afterInvocation(
    portion,
    { outcome, invocation },
    {
      bisect: false,
      maximumRetries: -1,
      ...settings,
    },
  );
  return { remaining: remaining.map(brief), discarded: discarded && brief(discarded) };
}

test('of a batch that succeeded nothing remains', () => {
  expect(consequence(whole(1, 2), { kind: 'succeeded' })).toEqual({ remaining: [], discarded: undefined });
});

describe('a batch that failed', () => {
  test('is tried again as a whole', () => {
    expect(consequence(whole(1, 2), failed)).toMatchObject({ remaining: [[[1, 2], 1, 1]] });
  });

  test('is given up when its retries are exhausted', () => {
    const again = { ...whole(1, 2), failures: 1, invocations: 1 };
    expect(consequence(again, failed, { maximumRetries: 2 })).toMatchObject({ remaining: [[[1, 2], 2, 2]] });
    expect(consequence(again, failed, { maximumRetries: 1 })).toEqual({ remaining: [], discarded: [[1, 2], 2, 2] });
  });

  test('is given up after its first failure where no retries are allowed', () => {
    expect(consequence(whole(1), failed, { maximumRetries: 0 })).toEqual({ remaining: [], discarded: [[1], 1, 1] });
  });

  test('is tried again for ever without a limit', () => {
    const again = { ...whole(1), failures: 10_000, invocations: 10_000 };
    expect(consequence(again, failed)).toMatchObject({ remaining: [[[1], 10_001, 10_001]] });
  });

  test('is split in two where the mapping says so, which does not count as a retry', () => {
    expect(consequence(whole(1, 2, 3), failed, { bisect: true, maximumRetries: 0 })).toEqual({
      remaining: [
        [[1, 2], 0, 1],
        [[3], 0, 1],
      ],
      discarded: undefined,
    });
  });

  test('cannot be split where it is a single record', () => {
    expect(consequence(whole(1), failed, { bisect: true, maximumRetries: 1 })).toMatchObject({
      remaining: [[[1], 1, 1]],
    });
  });
});

describe('of a batch that failed in part', () => {
  const inPart: Outcome = { kind: 'partly failed', failedFrom: 1 };

  test('what begins with the first failure is tried again', () => {
    expect(consequence(whole(1, 2, 3), inPart)).toMatchObject({ remaining: [[[2, 3], 1, 1]] });
  });

  test('what begins with the first failure is given up when the retries are exhausted', () => {
    expect(consequence(whole(1, 2, 3), inPart, { maximumRetries: 0 })).toEqual({
      remaining: [],
      discarded: [[2, 3], 1, 1],
    });
  });

  test('with splitting it is split at the first failure, which does not count as a retry', () => {
    expect(consequence(whole(1, 2, 3), inPart, { bisect: true, maximumRetries: 0 })).toEqual({
      remaining: [[[2, 3], 0, 1]],
      discarded: undefined,
    });
  });
});

test('records that are too old are taken from the front', () => {
  const now = 1_800_000_200_000;
  const portion = { ...whole(), records: [streamRecord(1, 1_800_000_001), streamRecord(2, 1_800_000_141)] };
  const [old, young] = splitByAge(portion, (record) => isOlderThan(record, 60, now));
  expect([numbersOf(old.records), numbersOf(young.records)]).toEqual([[1], [2]]);
});

test('with splitting exactly the poisonous records are given up, and all others delivered in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 0, max: 3 }),
      fc.boolean(),
      (poisonous, maximumRetries, reportsFirstFailure) => {
        const { delivered, discarded } = work(poisonous, maximumRetries, reportsFirstFailure);
        const numbers = poisonous.map((_, index) => index);
        expect(discarded).toEqual(numbers.filter((number) => poisonous[number]));
        expect(delivered).toEqual(numbers.filter((number) => !poisonous[number]));
      },
    ),
  );
});

/** Works a batch off with a function that fails where a record is poisonous, and reports the first of them or nothing. */
function work(poisonous: boolean[], maximumRetries: number, reportsFirstFailure: boolean) {
  const delivered: number[] = [];
  const discarded: number[] = [];
  let portions = [whole(...poisonous.keys())];
  for (let [next, ...others] = portions; next; [next, ...others] = portions) {
    const numbers = numbersOf(next.records);
    const first = numbers.findIndex((number) => poisonous[number]);
    const outcome = outcomeAt(first, reportsFirstFailure);
    const done = outcome.kind === 'partly failed' ? numbers.slice(0, outcome.failedFrom) : numbers;
    if (outcome.kind !== 'failed') delivered.push(...done);
    const after = afterInvocation(next, { outcome, invocation }, { bisect: true, maximumRetries });
    discarded.push(...numbersOf(after.discarded?.records ?? []));
    portions = [...after.remaining, ...others];
  }
  return { delivered, discarded };
}

function outcomeAt(first: number, reportsFirstFailure: boolean): Outcome {
  if (first < 0) return { kind: 'succeeded' };
  return reportsFirstFailure && first > 0 ? { kind: 'partly failed', failedFrom: first } : failed;
}
