import {
  type GatheredRecord,
  hasRoom,
  LARGEST_BATCH_BYTES,
  nextBatch,
} from '../../../../local/aws/services/lambda/event-sources/batching';
import { numbersOf, streamRecord } from './stream-records';

const READ_AT = 1_000_000;

/** Records 1, 2, 3 …, each `+` if it passes the filters, or `-`. */
function gathered(passes: string, bytes = 100): GatheredRecord[] {
  return [...passes].map((sign, index) => ({
    record: streamRecord(index + 1),
    matches: sign === '+',
    bytes,
    readAt: READ_AT + index,
  }));
}

function batchOf(records: GatheredRecord[], settings: Partial<Parameters<typeof nextBatch>[1]> = {}) {
  const batch = nextBatch(records, { batchSize: 3, windowMilliseconds: 0, now: READ_AT, isAtEnd: false, ...settings });
  return batch && { records: numbersOf(batch.records), used: batch.used, through: Number(batch.through) };
}

test('a batch has at most as many records as its size says, the oldest first', () => {
  expect(batchOf(gathered('++++'))).toEqual({ records: [1, 2, 3], used: 3, through: 3 });
});

test('without a window what there is makes a batch', () => {
  expect(batchOf(gathered('+'))).toEqual({ records: [1], used: 1, through: 1 });
});

test('no records make no batch', () => {
  expect(batchOf([])).toBeUndefined();
});

test('what is filtered out is used up with what comes before it, and does not count', () => {
  expect(batchOf(gathered('-+-+-+--+'))).toEqual({ records: [2, 4, 6], used: 8, through: 8 });
});

test('what is all filtered out is passed over at once', () => {
  expect(batchOf(gathered('--'), { windowMilliseconds: 5000 })).toEqual({ records: [], used: 2, through: 2 });
});

test('with a window a batch waits until its first record has waited for it', () => {
  const records = gathered('-++');
  expect(batchOf(records, { windowMilliseconds: 5000, now: READ_AT + 5000 })).toBeUndefined();
  expect(batchOf(records, { windowMilliseconds: 5000, now: READ_AT + 5001 })).toMatchObject({ records: [2, 3] });
});

test('a full batch does not wait', () => {
  expect(batchOf(gathered('+++'), { windowMilliseconds: 5000 })).toMatchObject({ records: [1, 2, 3] });
});

test('at the end of a shard nothing is waited for', () => {
  expect(batchOf(gathered('+'), { windowMilliseconds: 5000, isAtEnd: true })).toMatchObject({ records: [1] });
});

test('a batch is full when another record would make it too large for an invocation', () => {
  const half = Math.floor(LARGEST_BATCH_BYTES / 2);
  const records = gathered('++', half);
  expect(batchOf(records, { windowMilliseconds: 5000 })).toEqual({ records: [1], used: 1, through: 1 });
  expect(hasRoom(records, { batchSize: 3, windowMilliseconds: 5000 })).toBe(false);
});

test.each([
  ['++', true],
  ['+--+', true],
  ['+++', false],
  ['+-+-+', false],
])('of a batch of three, %s has room for more: %s', (passes, expected) => {
  expect(hasRoom(gathered(passes), { batchSize: 3, windowMilliseconds: 0 })).toBe(expected);
});
