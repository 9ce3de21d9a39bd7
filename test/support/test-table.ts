import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { bootstrap } from '../../bootstrap/bootstrap';
import { loadMigrations } from '../../bootstrap/migrator/load-migrations';
import { createTable, type Table } from '../../table/table';

export interface TestTable {
  name: string;
  client: DynamoDBClient;
  table: Table;
  remove(): Promise<void>;
}

/** A table of its own, laid as a deployment's is: created and migrated, in the DynamoDB Local of this kind of tests. */
export async function createTestTable(): Promise<TestTable> {
  const client = new DynamoDBClient();
  const name = `test-${randomUUID()}`;
  const migrations = loadMigrations(path.resolve(__dirname, '..', '..', 'migrations'));
  await bootstrap({ client, table: { name }, protect: false, migrations });
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
