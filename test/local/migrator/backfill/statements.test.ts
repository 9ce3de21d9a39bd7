import fc from 'fast-check';
import { keyOf, keyText, sameItem, type WireItem } from '../../../../bootstrap/bulk/attribute-values';
import { toNativeItem } from '../../../../bootstrap/bulk/native-values';
import { createPageReader } from '../../../../bootstrap/bulk/read-pages';
import { createSender } from '../../../../bootstrap/bulk/sender';
import { wireItem } from '../../../unit/bulk/wire-values';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { runBackfill } from './support/backfills';
import { isBatch } from './support/requests';

const CASES = 60;

afterEach(closeAll);

/** Items as they are and as they are to be, by their keys: the same in each run. */
function createCases(): { before: WireItem[]; after: Map<string, WireItem> } {
  const pairs = fc.sample(fc.tuple(storable, storable, fc.func(fc.boolean())), { numRuns: CASES, seed: 4 });
  const after = new Map<string, WireItem>();
  const before = pairs.map(([first, other, isKept], position) => {
    const key = { pk: { S: `case-${position}` }, sk: { S: 'item' } };
    const kept = Object.fromEntries(Object.entries(first).filter(([name]) => isKept(name)));
    after.set(keyText(key), { ...other, ...kept, ...key });
    return { ...first, ...key };
  });
  return { before, after };
}

/** DynamoDB has no attribute without a name, at any level. */
const storable = wireItem.filter((item) => !JSON.stringify(item).includes('"":'));

/** All items in DynamoDB's own JSON. */
async function readWire({ client, name: tableName }: ProxiedTable): Promise<WireItem[]> {
  const part = { segment: 0, totalSegments: 1 };
  const readPage = createPageReader(createSender(client), { tableName, part, consistentRead: true });
  return (await readPage(undefined)).items;
}

async function putWire({ client, name }: ProxiedTable, items: readonly WireItem[]): Promise<void> {
  const { write } = createSender(client);
  await Promise.all(
    items.map((Item) => write('BatchWriteItem', { RequestItems: { [name]: [{ PutRequest: { Item } }] } }, 1)),
  );
}

test.each([
  ['statements', false],
  ['transactions', true],
])('with %s, for any two items, DynamoDB makes the second of the first', async (_, exactlyOnce) => {
  const table = await createProxiedTable();
  const { before, after } = createCases();
  await putWire(table, before);

  const totals = await runBackfill(table, {
    exactlyOnce,
    transform: (item) => toNativeItem(after.get(keyText({ pk: { S: item.pk }, sk: { S: item.sk } })) ?? {}),
  });

  expect(totals).toMatchObject({ matched: CASES, conflicts: 0, failed: 0 });
  const found = await readWire(table);
  expect(found).toHaveLength(CASES);
  expect(found.filter((item) => !sameItem(item, after.get(keyText(keyOf(item))) ?? {}))).toEqual([]);
  if (exactlyOnce) return;
  // Some few by themselves: DynamoDB Local takes a name that begins with # or : for a placeholder in a statement, too.
  const statements = table.proxy.requests.filter(isBatch).flatMap(({ input }) => input.Statements as object[]);
  const alone = table.proxy.requests.filter(({ operation, input }) => operation === 'UpdateItem' && isOfCase(input));
  expect(statements.length).toBe(totals.updated);
  expect(alone.length).toBeLessThan(CASES / 5);
});

const isOfCase = ({ Key }: Record<string, unknown>): boolean => String((Key as WireItem).pk?.S).startsWith('case-');
