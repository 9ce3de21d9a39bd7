import { randomUUID } from 'node:crypto';
import {
  DeleteTableCommand,
  type DynamoDBClient,
  PutItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { bootstrap } from '../../bootstrap/bootstrap';
import type { MigrationFile } from '../../bootstrap/migrator/migration';

/** A name that no other table has. */
export const benchTableName = (bench = 'migrate'): string => `bench-${bench}-${randomUUID()}`;

/** Three migrations that write an item each: DynamoDB Local takes a second for an index, which would hide all else. */
export const threeMigrations: readonly MigrationFile[] = ['one', 'two', 'three'].map((word, position) => ({
  name: `2026010100000${position}-${word}`,
  path: `${word}.ts`,
  checksum: () => word,
  load: () => ({
    up: ({ context: { client, tableName } }) =>
      client.send(new PutItemCommand({ TableName: tableName, Item: { pk: { S: word }, sk: { S: word } } })),
  }),
}));

/** The table is made, and migrated by the three migrations. */
export const bootstrapTable = (client: DynamoDBClient, name: string) =>
  bootstrap({ client, table: { name }, isLocal: true, migrations: threeMigrations });

export const dropTable = (client: DynamoDBClient, name: string): Promise<unknown> =>
  client.send(new DeleteTableCommand({ TableName: name }));

/** A request of the SDK, to be sent again. */
export interface RecordedRequest {
  /** E.g. `GetItemCommand`. */
  command: string;
  input: UpdateItemCommandInput;
}

/** The requests that `work` sends through the client, in order. */
export async function recordRequests(client: DynamoDBClient, work: () => Promise<unknown>): Promise<RecordedRequest[]> {
  const requests: RecordedRequest[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      (request) => {
        requests.push({ command: commandName, input: request.input as UpdateItemCommandInput });
        return next(request);
      },
    { step: 'initialize', name: 'recordRequests' },
  );
  try {
    await work();
    return requests;
  } finally {
    client.middlewareStack.remove('recordRequests');
  }
}
