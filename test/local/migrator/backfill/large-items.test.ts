import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { readFailures } from '../../../../bootstrap/migrator/backfill/failures';
import { closeAll, createProxiedTable } from '../support/surroundings';
import { BACKFILL, MIGRATION, runBackfill } from './support/backfills';
import { meanwhile, putAll, putItem, readAll, type SdkItem } from './support/meanwhile';
import { isBatch } from './support/requests';

jest.setTimeout(60_000);
afterEach(closeAll);

/** @param nameLength characters of each attribute's name */
function itemWith(pk: string, attributes: number, nameLength: number): SdkItem {
  const entries = Array.from({ length: attributes }, (_, position): [string, AttributeValue] => [
    `a${position}`.padEnd(nameLength, '_'),
    { N: String(position) },
  ]);
  return { pk: { S: pk }, sk: { S: 'item' }, ...Object.fromEntries(entries) };
}

/** Nearly as many as a condition can compare: it has up to 300 operators. */
const MANY = itemWith('many', 145, 5);
/** Its statement would have more than 8192 characters. */
const LONG = itemWith('long', 140, 60);
const mark = (item: object) => ({ ...item, mark: 'marked' });

test('an item of 145 attributes is changed by a statement, one whose statement is too long by itself', async () => {
  const table = await createProxiedTable();
  await putAll(table.client, table.name, [MANY, LONG]);

  expect(await runBackfill(table, { transform: mark })).toMatchObject({ updated: 2, conflicts: 0, failed: 0 });

  const items = await readAll(table.client, table.name);
  expect(items.get('many')).toEqual({ ...MANY, mark: { S: 'marked' } });
  expect(items.get('long')).toEqual({ ...LONG, mark: { S: 'marked' } });
  expect(table.proxy.requests.filter(isBatch).flatMap(({ input }) => input.Statements)).toHaveLength(1);
});

test('an item whose statement is too long is changed only if nobody else has changed it', async () => {
  const table = await createProxiedTable();
  await putItem(table.client, table.name, LONG);
  const theirs = { ...LONG, theirs: { S: 'kept' }, ['a0'.padEnd(60, '_')]: { S: 'kept too' } };
  meanwhile(table, () => putItem(table.client, table.name, theirs));

  expect(await runBackfill(table, { transform: mark })).toMatchObject({ updated: 1, conflicts: 1, failed: 0 });
  expect((await readAll(table.client, table.name)).get('long')).toEqual({ ...theirs, mark: { S: 'marked' } });
});

test.each([
  ['statements', false, 160, 5],
  ['statements', false, 400, 20],
  ['transactions', true, 160, 5],
])(
  'with %s, an item of more attributes than can be compared is recorded, and stays as it is',
  async (_, exactlyOnce, attributes, nameLength) => {
    const tooMany = itemWith('too many', attributes, nameLength);
    const table = await createProxiedTable();
    await putAll(table.client, table.name, [itemWith('few', 3, 5), tooMany]);

    const totals = await runBackfill(table, { exactlyOnce, onError: 'skip', transform: mark });

    expect(totals).toMatchObject({ matched: 2, updated: 1, failed: 1 });
    const failures = [];
    for await (const failure of readFailures(table.client, table.name)) failures.push(failure);
    expect(failures).toMatchObject([
      {
        migration: MIGRATION,
        direction: 'up',
        name: BACKFILL,
        key: { pk: 'too many', sk: 'item' },
        reason: expect.stringContaining('more attributes than'),
        at: expect.any(String),
      },
    ]);
    const items = await readAll(table.client, table.name);
    expect(items.get('too many')).toEqual(tooMany);
    expect(items.get('few')).toHaveProperty('mark');
  },
);

test('items of nearly 400 KB are changed, in requests that DynamoDB takes', async () => {
  const table = await createProxiedTable();
  const large = (pk: string): SdkItem => ({ pk: { S: pk }, sk: { S: 'item' }, filling: { S: 'x'.repeat(380_000) } });
  for (let position = 0; position < 12; position += 1) await putItem(table.client, table.name, large(`${position}`));

  expect(await runBackfill(table, { segments: 1, transform: mark })).toMatchObject({ updated: 12, failed: 0 });
  const again = await createProxiedTable();
  for (let position = 0; position < 12; position += 1) await putItem(again.client, again.name, large(`${position}`));
  expect(await runBackfill(again, { segments: 1, exactlyOnce: true, transform: mark })).toMatchObject({
    updated: 12,
    failed: 0,
  });

  for (const { client, name } of [table, again]) {
    for (const item of (await readAll(client, name)).values()) expect(item.mark).toEqual({ S: 'marked' });
  }
});
