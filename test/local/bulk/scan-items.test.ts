import { setTimeout as delay } from 'node:timers/promises';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { scanItems } from '../../../bootstrap/bulk/scan-items';
import { writeItems } from '../../../bootstrap/bulk/write-items';
import { LEDGER_PARTITION } from '../../../table/ledger-keys';
import { type BulkTable, createBulkTable, cutAfterwards, everyNth, fail, numbered, throttle } from './support';

const COUNT = 6_000;
const ALL = numbered(COUNT).map(({ number }) => number);

let table: BulkTable;

beforeAll(async () => {
  table = await createBulkTable();
  await writeItems(table.client, table.name, numbered(COUNT));
  const Item = { pk: { S: LEDGER_PARTITION }, sk: { S: 'migration#1' }, number: { N: '-1' } };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
});

afterAll(() => table.close());

beforeEach(() => {
  table.proxy.requests.length = 0;
  table.proxy.handle((_request, forward) => forward());
});

type Numbered = ReturnType<typeof numbered>[number];

const scan = (options?: Parameters<typeof scanItems>[2]) => scanItems<Numbered>(table.proxied, table.name, options);

async function numbersOf(items: AsyncIterable<Numbered>): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { number } of items) numbers.push(number);
  return numbers.sort((one, other) => one - other);
}

test.each([1, 8, 50])("with %i segments: each item once, and none of Groundwork's own", async (segments) => {
  await expect(numbersOf(scan({ segments }))).resolves.toEqual(ALL);
});

test('each item once, though requests are throttled, fail and lose their answers', async () => {
  table.proxy.handle(everyNth(2, throttle, fail, cutAfterwards));
  await expect(numbersOf(scan({ segments: 4 }))).resolves.toEqual(ALL);
  expect(table.proxy.requests.length).toBeGreaterThan(20);
});

/** How many pages had no item, and were not the last. */
function countEmptyPages(): () => number {
  let pages = 0;
  table.proxy.handle(async (_request, forward) => {
    const answer = await forward();
    const { Items, LastEvaluatedKey } = JSON.parse(answer.body.toString());
    if (Items?.length === 0 && LastEvaluatedKey) pages += 1;
    return answer;
  });
  return () => pages;
}

const only = (number: number) => ({
  expression: '#number = :number',
  names: { '#number': 'number' },
  values: { ':number': number },
});

test.each([
  ['nothing', -5, []],
  ['one of many thousands', 4_711, [4_711]],
])('a filter that lets %s through: empty pages are not the end, and pages grow', async (_, number, found) => {
  const emptyPages = countEmptyPages();
  await expect(numbersOf(scan({ segments: 1, filter: only(number) }))).resolves.toEqual(found);
  expect(emptyPages()).toBeGreaterThanOrEqual(2);
  const limits = table.proxy.requests.map(({ input }) => Number(input.Limit));
  expect(limits.slice(0, 3)).toEqual([250, 1_000, 4_000]);
});

test('whoever takes the items slowly holds a few pages in memory, and no more', async () => {
  let taken = 0;
  for await (const _ of scan({ segments: 3 })) {
    taken += 1;
    // Time enough to read all of them.
    if (taken % 250 === 1) await delay(15);
    // A page has 250 items, or fewer at a segment's end: 3 pages may be so short.
    const pagesTaken = Math.ceil(taken / 250) + 3;
    expect(table.proxy.requests.length).toBeLessThanOrEqual(pagesTaken + 4);
  }
  expect(taken).toBe(COUNT);
});

test('the first page is given while others are still under way', async () => {
  let isFirst = true;
  table.proxy.handle((_request, forward) => {
    if (!isFirst) return new Promise(() => undefined);
    isFirst = false;
    return forward();
  });
  const items = scan({ segments: 8 });
  await expect(items.next()).resolves.toMatchObject({ done: false });
  await items.return();
});

test('whoever leaves the loop asks for nothing more', async () => {
  for await (const _ of scan({ segments: 8 })) break;
  await delay(50);
  // The first four pages are asked for together; some may have been on their way.
  expect(table.proxy.requests.length).toBeLessThanOrEqual(4);
});

test('a limit of read units is kept', async () => {
  const from = performance.now();
  let units = 0;
  table.proxy.handle(async (_request, forward) => {
    const answer = await forward();
    units += JSON.parse(answer.body.toString()).ConsumedCapacity.CapacityUnits;
    return answer;
  });
  await expect(numbersOf(scan({ maxReadUnits: 30 }))).resolves.toEqual(ALL);
  const rate = (units * 1_000) / (performance.now() - from);
  // What the last requests use is paid by the next ones, of which there are none: up to four pages.
  expect(rate).toBeLessThan(30 * 1.3);
});

test('an error ends it, with what DynamoDB said', async () => {
  const items = scanItems(table.proxied, `${table.name}-none`);
  await expect(items.next()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(items.next()).resolves.toEqual({ done: true, value: undefined });
  expect(table.proxy.requests.length).toBeLessThanOrEqual(4);
});
