import { createSender } from '../../../../bootstrap/bulk/sender';
import { writeItems } from '../../../../bootstrap/bulk/write-items';
import { sampleTable } from '../../../../bootstrap/migrator/plan/backfill/sample-table';
import { describeTable } from '../../../../bootstrap/wait-for-table';
import { createEmptyTable, type EmptyTable } from '../../../support/empty-table';

let empty: EmptyTable;

beforeAll(async () => {
  empty = await createEmptyTable();
  const items = Array.from({ length: 6_000 }, (_, number) => ({ pk: `user#${number}`, sk: 'user#', number }));
  await writeItems(empty.client, empty.name, items);
});
afterAll(() => empty.remove());

async function sample(mostSegments: number | undefined) {
  const keys: string[] = [];
  const sampled = await sampleTable(createSender(empty.client), {
    tableName: empty.name,
    table: await describeTable(empty.client, empty.name),
    matcher: { filter: { expression: '#n >= :n', names: { '#n': 'number' }, values: { ':n': { N: '3000' } } } },
    examine: (_, items) => keys.push(...items.map(({ pk }) => String(pk?.S))),
    mostSegments,
  });
  const scanned = [...sampled.segments.values()].reduce((sum, segment) => sum + segment.scanned, 0);
  return { ...sampled, keys, scanned };
}

test('a table of a few megabytes is read as a whole, each item once', async () => {
  const { isWhole, totalSegments, keys, scanned } = await sample(undefined);
  expect({ isWhole, totalSegments, scanned }).toEqual({ isWhole: true, totalSegments: 6, scanned: 6_000 });
  expect(keys).toHaveLength(3_000);
  expect(new Set(keys).size).toBe(3_000);
});

test('a few segments are about as much of it, and what a filter leaves out counts as read', async () => {
  const { isWhole, segments, keys, scanned } = await sample(3);
  expect({ isWhole, segments: segments.size }).toEqual({ isWhole: false, segments: 3 });
  expect(scanned).toBeGreaterThan(2_500);
  expect(scanned).toBeLessThan(3_500);
  expect(keys.length / scanned).toBeCloseTo(0.5, 1);
});
