import type { WireItem } from '../../../../bootstrap/bulk/attribute-values';
import { exactly } from '../../../../bootstrap/migrator/plan/backfill/estimate';
import { createExaminer, type Examiner } from '../../../../bootstrap/migrator/plan/backfill/examine-items';
import type { TableSample } from '../../../../bootstrap/migrator/plan/backfill/sample-table';
import { summariseSample } from '../../../../bootstrap/migrator/plan/backfill/summarise-sample';

const user = (number: number): WireItem => ({
  pk: { S: `user#${number}` },
  sk: { S: 'user#' },
  _et: { S: number % 4 === 0 ? 'Admin' : 'User' },
});

const createMarker = (): Examiner =>
  createExaminer({
    preparation: {
      transform: (item) => ({ ...item, isMarked: true }),
      matcher: { accepts: () => true, filtered: [] },
      keyLimits: [],
    },
    indexes: [],
    exactlyOnce: false,
  });

/** Segments of so many items each, all of them users. */
function sampleOf(sizes: readonly number[], details: Partial<TableSample> = {}) {
  const examiner = createMarker();
  const segments = new Map(sizes.map((scanned, segment) => [segment, { scanned, isWhole: true }]));
  for (const [segment, size] of sizes.entries()) {
    examiner.examine(
      segment,
      Array.from({ length: size }, (_, number) => user(1_000 * segment + number)),
    );
  }
  const sample: TableSample = { segments, totalSegments: sizes.length, isWhole: true, ...details };
  return (ItemCount: number, partition?: { partition: string }) =>
    summariseSample(sample, examiner, { ItemCount }, { partition });
}

const sizes = Array.from({ length: 40 }, (_, segment) => 8 + 4 * (segment % 2));

test('what was read as a whole is exact', () => {
  expect(sampleOf(sizes)(0)).toMatchObject({
    numbers: {
      basis: { kind: 'whole', scanned: 400 },
      matched: exactly(400),
      entities: [
        { entity: 'User', count: exactly(300) },
        { entity: 'Admin', count: exactly(100) },
      ],
      updated: exactly(400),
    },
    writeUnits: exactly(400),
  });
});

test('a sample is taken for the whole table, and its write units too', () => {
  const { numbers, writeUnits } = sampleOf(sizes, { totalSegments: 400, isWhole: false })(4_000);
  expect(numbers).toMatchObject({
    basis: { kind: 'sample', segments: 40, tableItems: 4_000 },
    matched: { value: 4_000 },
  });
  expect(numbers.basis).not.toHaveProperty('suggestedItems', expect.anything());
  const [users] = numbers.entities;
  expect(users?.count.low).toBeLessThan(3_000);
  expect(users?.count.high).toBeGreaterThan(3_000);
  expect(writeUnits.value).toBeCloseTo(4_000);
});

test.each([
  ['outdated', 1_000],
  ['of a table in which a few partitions have most items', 40_000],
])('a count that is %s is contradicted', (_, tableItems) => {
  const { numbers } = sampleOf(sizes, { totalSegments: 400, isWhole: false })(tableItems);
  expect(numbers.basis).toMatchObject({ suggestedItems: 4_000 });
});

test.each([
  ['a table that is not counted yet', 0, undefined],
  ['a table of which more was read than is counted', 399, undefined],
  ['a partition', 4_000, { partition: 'a' }],
])('of %s only the part that was read is known', (_, tableItems, partition) => {
  const { numbers } = sampleOf(sizes, { isWhole: false })(tableItems, partition);
  expect(numbers).toMatchObject({ basis: { kind: 'part', scanned: 400 }, matched: exactly(400) });
});

test('ten changes are shown, other ones each time, in the order of their keys', () => {
  const shown = () => sampleOf(sizes)(0).numbers.samples.map(({ key }) => String(key.pk));
  const [one, other] = [shown(), shown()];
  expect(one).toHaveLength(10);
  expect(new Set(one).size).toBe(10);
  expect(one).toEqual([...one].sort());
  expect(one).not.toEqual(other);
});

test('values that JSON lacks are shown in notation of DynamoDB', () => {
  const examiner = createMarker();
  examiner.examine(0, [
    { ...user(1), bytes: { B: 'AAEC' }, large: { N: '12345678901234567890' }, tags: { SS: ['a'] } },
  ]);
  const sample: TableSample = {
    segments: new Map([[0, { scanned: 1, isWhole: true }]]),
    totalSegments: 1,
    isWhole: true,
  };
  const [change] = summariseSample(sample, examiner, {}, {}).numbers.samples;
  expect(change?.before).toMatchObject({
    bytes: { B: 'AAEC' },
    large: { N: '12345678901234567890' },
    tags: { SS: ['a'] },
  });
});
