import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { type LedgerRecord, readLedger, writeRecord } from '../../../bootstrap/migrator/ledger';
import type { LedgerUpgrade } from '../../../bootstrap/migrator/ledger-format';
import { type LockItem, readLock } from '../../../bootstrap/migrator/lock/lock-item';
import { takeLock } from '../../../bootstrap/migrator/lock/take';
import { createEmptyTable, type EmptyTable } from './support';

let table: EmptyTable;
let token: number;

beforeEach(async () => {
  table = await createEmptyTable();
  token = await lock();
});

afterEach(() => table.remove());

const record = (name: string, more: Partial<LedgerRecord> = {}): LedgerRecord => ({
  name,
  state: 'applied',
  phase: 'expand',
  checksum: 'a'.repeat(64),
  by: 'a test',
  startedAt: '2026-01-01T00:00:00.000Z',
  ...more,
});

/** Takes the lock; the token is what writes need. */
async function lock(seen?: LockItem): Promise<number> {
  const taken = await takeLock(table.client, table.tableName, seen, { owner: 'a test', lease: 30_000 });
  if (!taken) throw new Error('The lock was not free.');
  return taken.token;
}

const write = (written: LedgerRecord) => writeRecord(table.client, table.tableName, { token }, written);

test('a record is read as it was written, without the keys of its item', async () => {
  const written = record('20260101000000-a', { finishedAt: undefined, error: 'none', durationMilliseconds: 12 });

  await write(written);

  const { finishedAt: _, ...expected } = written;
  await expect(readLedger(table.client, table.tableName)).resolves.toEqual([expected]);
});

test('a record takes the place of the one before', async () => {
  await write(record('20260101000000-a', { state: 'failed', error: 'no' }));
  await write(record('20260101000000-a'));

  await expect(readLedger(table.client, table.tableName)).resolves.toEqual([record('20260101000000-a')]);
});

test('a record of an older format is read in the new form, and has it from its next write on', async () => {
  const upgrades: LedgerUpgrade[] = [({ by, ...rest }) => ({ ...rest, by: `${by}, upgraded` })];
  await write(record('20260101000000-a'));
  await write(record('20260102000000-b'));
  const [one, two] = await readLedger(table.client, table.tableName, upgrades);
  expect([one, two]).toEqual([
    record('20260101000000-a', { by: 'a test, upgraded' }),
    record('20260102000000-b', { by: 'a test, upgraded' }),
  ]);

  await writeRecord(table.client, table.tableName, { token }, one as LedgerRecord, upgrades);

  await expect(readLedger(table.client, table.tableName, upgrades)).resolves.toEqual([one, two]);
  await expect(readLedger(table.client, table.tableName)).rejects.toMatchObject({ code: 'ledger-newer' });
});

test('other items, also in the reserved partition, are not in the ledger', async () => {
  for (const [pk, sk] of [
    ['#GROUNDWORK', 'settings'],
    ['company#A', 'migration#20260101000000-a'],
  ] as const) {
    await table.client.send(new PutItemCommand({ TableName: table.tableName, Item: { pk: { S: pk }, sk: { S: sk } } }));
  }

  await expect(readLedger(table.client, table.tableName)).resolves.toEqual([]);
});

test('a record whose token is not that of the lock any more is not written', async () => {
  await write(record('20260101000000-a', { state: 'running' }));
  await lock(await readLock(table.client, table.tableName));

  await expect(write(record('20260101000000-a'))).rejects.toMatchObject({ name: 'BootstrapError', code: 'lock-lost' });

  await expect(readLedger(table.client, table.tableName)).resolves.toMatchObject([{ state: 'running' }]);
});
