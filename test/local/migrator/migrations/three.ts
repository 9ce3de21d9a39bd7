import { TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { put } from '../support/items';
import { migrationFile } from '../support/migration-file';

/** An index, two items, and a transaction that needs them: each may run again from wherever it was interrupted. */
export const migrations = [
  migrationFile('20260101000001-index', ({ context }) =>
    context.createIndex({ indexName: 'gsi1', partitionKey: { name: 'gsi1pk', type: 'S' } }),
  ),
  migrationFile('20260101000002-items', async ({ context: { client, tableName } }) => {
    await put(client, tableName, 'one');
    await put(client, tableName, 'two');
  }),
  migrationFile('20260101000003-move', ({ context: { client, tableName: TableName } }) =>
    client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Delete: { TableName, Key: { pk: { S: 'one' }, sk: { S: 'one' } } } },
          { Put: { TableName, Item: { pk: { S: 'three' }, sk: { S: 'three' }, gsi1pk: { S: 'moved' } } } },
        ],
      }),
    ),
  ),
];
