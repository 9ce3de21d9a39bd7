import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { LedgerRecord } from '../../../bootstrap/migrator/ledger';
import { ledgerFormat } from '../../../bootstrap/migrator/ledger-format';
import { migrate } from '../../../bootstrap/migrator/migrate';
import { migrationStatus } from '../../../bootstrap/migrator/status';
import { LEDGER_PARTITION, migrationRecordKey } from '../../../table/ledger-keys';
import { migrationFile } from './support/migration-file';
import { closeAll, createProxiedTable, type ProxiedTable } from './support/surroundings';

const RECORDS = 3_000;

afterEach(closeAll);

const migrations = Array.from({ length: RECORDS + 2 }, (_, number) =>
  migrationFile(`2026010100${String(number).padStart(4, '0')}-change`),
);

/** All but the last two are applied: more than 1 MB, the size at which a page of a Query ends. */
async function fillLedger({ client, name: tableName }: ProxiedTable): Promise<void> {
  const requests = migrations.slice(0, RECORDS).map((file) => {
    const record: LedgerRecord = {
      name: file.name,
      state: 'applied',
      phase: 'expand',
      checksum: file.checksum(),
      by: 'somebody@a-host-with-a-name-that-is-long (process 12345, arn:aws:sts::123456789012:assumed-role/Deploy/session)',
      startedAt: '2026-01-01T00:00:00.000Z',
      finishedAt: '2026-01-01T00:00:01.000Z',
      durationMilliseconds: 1_000,
    };
    const Item = { pk: LEDGER_PARTITION, sk: migrationRecordKey(file.name), format: ledgerFormat(), ...record };
    return { PutRequest: { Item: marshall(Item) } };
  });
  for (let start = 0; start < requests.length; start += 25) {
    const RequestItems = { [tableName]: requests.slice(start, start + 25) };
    const { UnprocessedItems } = await client.send(new BatchWriteItemCommand({ RequestItems }));
    expect(UnprocessedItems).toEqual({});
  }
}

test('of a ledger of thousands of records, all pages count', async () => {
  const table = await createProxiedTable();
  await fillLedger(table);
  const run = { client: table.proxied, tableName: table.name, migrations };

  const statuses = await migrationStatus(run);
  expect(table.proxy.requests.length).toBeGreaterThan(1);
  expect(statuses.filter(({ state, file }) => state === 'applied' && file === 'unchanged')).toHaveLength(RECORDS);

  await expect(migrate(run)).resolves.toEqual(migrations.slice(RECORDS).map(({ name }) => name));
  await expect(migrate(run)).resolves.toEqual([]);
  // Not the newest: that one a newer version of the code may have applied.
  const missing = migrations.at(-2);
  await expect(
    migrate({ ...run, migrations: migrations.filter((migration) => migration !== missing) }),
  ).rejects.toMatchObject({ code: 'migration-missing', message: expect.stringContaining(missing?.name ?? '') });
});
