import path from 'node:path';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { loadMigrations } from '../../../bootstrap/migrator/load-migrations';
import { migrate } from '../../../bootstrap/migrator/migrate';
import { revert } from '../../../bootstrap/migrator/revert';
import { migrationStatus } from '../../../bootstrap/migrator/status';
import { describeTable } from '../../../bootstrap/wait-for-table';
import { contextOf, createEmptyTable, type EmptyTable } from './support';

const migrations = loadMigrations(path.resolve(__dirname, '../../../migrations'));
const names = migrations.map(({ name }) => name);

let table: EmptyTable;

beforeEach(async () => {
  table = await createEmptyTable();
});

afterEach(() => table.remove());

const all = { indexes: ['gsi1', 'usersByDateOfBirth'], company: 'Groundwork' };

/** What the migrations of this repository make. */
async function made() {
  const { GlobalSecondaryIndexes = [] } = await describeTable(table.client, table.tableName);
  const { Item } = await table.client.send(
    new GetItemCommand({
      TableName: table.tableName,
      Key: { pk: { S: 'company#Groundwork' }, sk: { S: 'company#' } },
      ConsistentRead: true,
    }),
  );
  return { indexes: GlobalSecondaryIndexes.map(({ IndexName }) => IndexName).sort(), company: Item?.name?.S };
}

test('the migrations of this repository go up, all down and up again', async () => {
  const options = { ...table, migrations };

  await expect(migrate(options)).resolves.toEqual(names);
  await expect(made()).resolves.toEqual(all);

  await expect(revert({ ...options, steps: names.length })).resolves.toEqual(names.toReversed());
  await expect(made()).resolves.toEqual({ indexes: [], company: undefined });
  const reverted = await migrationStatus(options);
  expect(reverted.map(({ state }) => state)).toEqual(names.map(() => 'reverted'));

  await expect(migrate(options)).resolves.toEqual(names);
  await expect(made()).resolves.toEqual(all);
});

test('each of them can run again where it was interrupted after its work was done', async () => {
  const { client, tableName } = table;
  await migrate({ client, tableName, migrations });
  const parameters = (name: string) => ({ name, context: contextOf(table) });

  for (const file of migrations) await file.load().up(parameters(file.name));
  await expect(made()).resolves.toEqual(all);

  for (const file of migrations.toReversed()) {
    await file.load().down?.(parameters(file.name));
    await file.load().down?.(parameters(file.name));
  }
  await expect(made()).resolves.toEqual({ indexes: [], company: undefined });
});
