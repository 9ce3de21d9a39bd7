import { createHash } from 'node:crypto';
import path from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { bootstrap } from '../../bootstrap/bootstrap';
import { loadMigrations } from '../../bootstrap/migrator/load-migrations';
import { migrate } from '../../bootstrap/migrator/migrate';
import { describeTable } from '../../bootstrap/wait-for-table';
import { createTable, type Table } from '../../table/table';
import { cloneTable } from './clone-table';
import { removeAbandonedTables } from './remove-abandoned-tables';
import { testTableName } from './table-names';

export interface TestTable {
  name: string;
  client: DynamoDBClient;
  /** The DynamoDB-Toolbox Table over it. */
  table: Table;
  /** Drops it. What a crashed run leaves is dropped by the next one on this machine. */
  remove(): Promise<void>;
}

/**
 * A table of its own for a test or for all tests of a file, with all migrations applied, those of the phase `contract` too, in the DynamoDB that
 * AWS_ENDPOINT_URL_DYNAMODB names. DynamoDB Local takes a second to build an index, so the migrations run once, on a
 * template that all tests of a run share (the migrations' lock sees to it that one of them makes it); each table is a
 * copy of that. The template lives as long as its run: another run, of changed code perhaps, makes its own.
 *
 * @param migrationsDirectory default: the repository's
 */
export async function createTestTable(
  migrationsDirectory = path.resolve(__dirname, '..', '..', 'migrations'),
): Promise<TestTable> {
  const client = new DynamoDBClient();
  const name = testTableName();
  cleanUp ??= removeAbandonedTables(client);
  await cleanUp;
  const template = await ensureTemplate(client, migrationsDirectory);
  await cloneTable(client, await describeTable(client, template), name);
  return {
    name,
    client,
    table: createTable(name, DynamoDBDocumentClient.from(client)),
    remove: async () => {
      await client.send(new DeleteTableCommand({ TableName: name }));
      client.destroy();
    },
  };
}

/** Once in a test file: what is abandoned then is enough. */
let cleanUp: Promise<void> | undefined;

/** Named after what the migrations are, so that other migrations have another template. */
async function ensureTemplate(client: DynamoDBClient, migrationsDirectory: string): Promise<string> {
  const migrations = loadMigrations(migrationsDirectory);
  const hash = createHash('sha256').update(migrations.map((file) => `${file.name} ${file.checksum()}`).join('\n'));
  const name = testTableName(`template-${hash.digest('hex').slice(0, 16)}`);
  await bootstrap({ client, table: { name }, isLocal: true, migrations, migrate: false });
  await migrate({ client, tableName: name, isLocal: true, migrations, phase: 'all' });
  return name;
}
