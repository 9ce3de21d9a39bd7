import type { WireItem } from '../../../../bootstrap/bulk/attribute-values';
import type { Sender } from '../../../../bootstrap/bulk/sender';
import { type SampleOptions, sampleTable } from '../../../../bootstrap/migrator/plan/backfill/sample-table';

interface ReadInput {
  Segment?: number;
  TotalSegments?: number;
  Limit: number;
  ExclusiveStartKey?: WireItem;
}

const PAGE = 100;

/** Answers as DynamoDB would from segments of so many items, a hundred and so many units a page. */
function fakeSender(itemsOf: (segment: number) => number, { unitsOfPage = 10, readLimit }: FakeOptions = {}) {
  const inputs: ReadInput[] = [];
  const usage = { readUnits: 0 };
  const read = async (_: string, input: ReadInput) => {
    inputs.push(input);
    usage.readUnits += unitsOfPage;
    const { Segment = 0, ExclusiveStartKey } = input;
    const from = Number(ExclusiveStartKey?.sk?.S ?? 0);
    const to = Math.min(itemsOf(Segment), from + PAGE);
    const Items = Array.from({ length: to - from }, (_value, index) => keyed(Segment, from + index));
    const LastEvaluatedKey = to < itemsOf(Segment) ? keyed(Segment, to) : undefined;
    return { Items, ScannedCount: Items.length, LastEvaluatedKey };
  };
  const limits = { read: { current: () => readLimit } };
  return { sender: { read, usage, limits } as unknown as Sender, inputs };
}

interface FakeOptions {
  unitsOfPage?: number;
  readLimit?: number;
}

const keyed = (segment: number, item: number): WireItem => ({ pk: { S: String(segment) }, sk: { S: String(item) } });

function sample(sender: Sender, options: Partial<SampleOptions>) {
  const examined = new Map<string, number>();
  const examine = (segment: number, items: readonly WireItem[]) => {
    for (const { pk, sk } of items) {
      expect(pk?.S).toBe(String(segment));
      examined.set(`${pk?.S} ${sk?.S}`, (examined.get(`${pk?.S} ${sk?.S}`) ?? 0) + 1);
    }
  };
  const sampled = sampleTable(sender, { tableName: 'music', table: {}, matcher: {}, examine, ...options });
  return sampled.then((result) => ({ ...result, examined }));
}

const MEGABYTE = 1024 * 1024;

test('a small table is read as a whole, each item once', async () => {
  const { sender } = fakeSender((segment) => 50 * segment);
  const table = { ItemCount: 500, TableSizeBytes: 2 * MEGABYTE };
  const { isWhole, totalSegments, examined } = await sample(sender, { table });
  expect(isWhole).toBe(true);
  expect(totalSegments).toBe(8);
  expect(examined.size).toBe(50 * (1 + 2 + 3 + 4 + 5 + 6 + 7));
  expect([...examined.values()].every((count) => count === 1)).toBe(true);
});

test('of a large table 64 segments are read to their ends, other ones each time', async () => {
  const table = { ItemCount: 10_000_000, TableSizeBytes: 1_000 * MEGABYTE };
  const choice = async () => {
    const { sender, inputs } = fakeSender(() => 250);
    const { isWhole, segments, totalSegments } = await sample(sender, { table });
    expect({ isWhole, totalSegments }).toEqual({ isWhole: false, totalSegments: 10_000 });
    expect(inputs.every(({ TotalSegments }) => TotalSegments === 10_000)).toBe(true);
    expect([...segments.values()]).toEqual(Array.from({ length: 64 }, () => ({ scanned: 250, isWhole: true })));
    return [...segments.keys()].sort();
  };
  expect(await choice()).not.toEqual(await choice());
});

test('a segment with most of the items is not read to its end', async () => {
  const { sender } = fakeSender(() => 1_000_000);
  const table = { ItemCount: 1_000_000, TableSizeBytes: MEGABYTE };
  const { segments } = await sample(sender, { table, mostSegments: 10 });
  expect([...segments.values()]).toEqual(Array.from({ length: 10 }, () => ({ scanned: 4 * PAGE, isWhole: false })));
});

test('no page is read once as much is used as may be', async () => {
  const { sender } = fakeSender(() => 1_000_000, { unitsOfPage: 100 });
  const table = { ItemCount: 10, TableSizeBytes: 1_000 };
  const { isWhole } = await sample(sender, { table, mostReadUnits: 1_000 });
  expect(isWhole).toBe(false);
  expect(sender.usage.readUnits).toBe(1_000);
});

test('a table whose items are not counted yet is read all the same', async () => {
  const { sender } = fakeSender(() => 10);
  await expect(sample(sender, { table: { ItemCount: 0 } })).resolves.toMatchObject({ isWhole: true, totalSegments: 8 });
});

test('a partition is read from its beginning, by a Query', async () => {
  const { sender, inputs } = fakeSender(() => 250);
  const table = { ItemCount: 10_000_000, TableSizeBytes: 1_000 * MEGABYTE };
  const { isWhole, examined } = await sample(sender, { table, matcher: { partition: { partition: 'a' } } });
  expect({ isWhole, items: examined.size }).toEqual({ isWhole: true, items: 250 });
  expect(inputs[0]).toMatchObject({ KeyConditionExpression: '#groundworkPk = :groundworkPk' });
});

test('a page is as large as DynamoDB makes it, but where it would overdraw a limit', async () => {
  const limitAt = async (readLimit: number | undefined) => {
    const { sender, inputs } = fakeSender(() => 1, { readLimit });
    await sample(sender, {});
    return inputs[0]?.Limit;
  };
  expect(await limitAt(undefined)).toBe(10_000);
  expect(await limitAt(20)).toBe(250);
});
