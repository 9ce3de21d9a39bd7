import { BatchWriteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { type LedgerRecord, readLedger, writeRecord } from '../../../bootstrap/migrator/ledger';
import { migrate } from '../../../bootstrap/migrator/migrate';
import { createEmptyTable, type EmptyTable, migrationsFolder, SPEAKING } from './support';

let table: EmptyTable;

beforeEach(async () => {
  table = await createEmptyTable();
});

afterEach(() => table.remove());

const record = (name: string, more: Partial<LedgerRecord> = {}): LedgerRecord => ({
  name,
  state: 'applied',
  phase: 'expand',
  by: 'a test',
  startedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});

test('a record is read as it was written, without the keys of its item', async () => {
  const written = record('20260101000000-a', { finishedAt: undefined, error: 'none', durationMilliseconds: 12 });

  await writeRecord(table.client, table.tableName, written);

  const { finishedAt: _, ...expected } = written;
  await expect(readLedger(table.client, table.tableName)).resolves.toEqual([expected]);
});

test('a record takes the place of the one before', async () => {
  await writeRecord(table.client, table.tableName, record('20260101000000-a', { state: 'failed', error: 'no' }));
  await writeRecord(table.client, table.tableName, record('20260101000000-a'));

  await expect(readLedger(table.client, table.tableName)).resolves.toEqual([record('20260101000000-a')]);
});

test('other items, also in the reserved partition, are not in the ledger', async () => {
  for (const [pk, sk] of [
    ['#GROUNDWORK', 'lock'],
    ['company#A', 'migration#20260101000000-a'],
  ] as const) {
    await table.client.send(new PutItemCommand({ TableName: table.tableName, Item: { pk: { S: pk }, sk: { S: sk } } }));
  }

  await expect(readLedger(table.client, table.tableName)).resolves.toEqual([]);
});

test('a ledger of more than 1 MB is read to its last page', async () => {
  const names = Array.from({ length: 400 }, (_, position) => `${20200101000000 + position}-long`);
  await writeAll(names.map((name) => record(name, { error: 'x'.repeat(4_000) })));
  table.calls.length = 0;

  const records = await readLedger(table.client, table.tableName);

  expect(table.calls.length).toBeGreaterThan(1);
  expect(records.map(({ name }) => name)).toEqual(names);
});

test('a migration whose record is on a later page is not applied again', async () => {
  const folder = migrationsFolder();
  const last = '20300101000000-last';
  const names = Array.from({ length: 400 }, (_, position) => `${20200101000000 + position}-long`);
  await writeAll([...names.map((name) => record(name, { error: 'x'.repeat(4_000) })), record(last)]);

  await expect(migrate({ ...table, migrations: folder.write({ [last]: SPEAKING }) })).resolves.toEqual([]);

  expect(folder.said).toEqual([]);
  folder.remove();
});

/** In the form in which the ledger writes them, 25 at a time. */
async function writeAll(records: readonly LedgerRecord[]): Promise<void> {
  for (let start = 0; start < records.length; start += 25) {
    const items = records.slice(start, start + 25).map((one) => ({
      PutRequest: { Item: marshall({ pk: '#GROUNDWORK', sk: `migration#${one.name}`, ...one }) },
    }));
    await table.client.send(new BatchWriteItemCommand({ RequestItems: { [table.tableName]: items } }));
  }
}
