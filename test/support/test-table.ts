import { createHash, randomUUID } from 'node:crypto';
import path from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { bootstrap } from '../../bootstrap/bootstrap';
import { loadMigrations } from '../../bootstrap/migrator/load-migrations';
import { describeTable } from '../../bootstrap/wait-for-table';
import { createTable, type Table } from '../../table/table';
import { cloneTable } from './clone-table';

export interface TestTable {
  name: string;
  client: DynamoDBClient;
  /** The DynamoDB-Toolbox Table over it. */
  table: Table;
  /** Drops it. What a crash leaves goes with the DynamoDB Local of the run, which is in memory. */
  remove(): Promise<void>;
}

/**
 * A table of its own, with all migrations applied, in the DynamoDB Local of this kind of tests. DynamoDB Local takes a
 * second to build an index, so the migrations run once, on a template that all tests of a run share (the migrations' lock
 * sees to it that one of them makes it); each table is a copy of that.
 *
 * @param migrationsDirectory default: the repository's
 */
export async function createTestTable(
  migrationsDirectory = path.resolve(__dirname, '..', '..', 'migrations'),
): Promise<TestTable> {
  const client = new DynamoDBClient();
  const name = `test-${randomUUID()}`;
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

/** Named after what the migrations are, so that other migrations have another template. */
async function ensureTemplate(client: DynamoDBClient, migrationsDirectory: string): Promise<string> {
  const migrations = loadMigrations(migrationsDirectory);
  const hash = createHash('sha256').update(migrations.map((file) => `${file.name} ${file.checksum()}`).join('\n'));
  const name = `template-${hash.digest('hex').slice(0, 16)}`;
  await bootstrap({ client, table: { name }, isLocal: true, migrations });
  return name;
}
