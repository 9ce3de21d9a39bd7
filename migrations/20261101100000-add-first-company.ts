import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Migration } from '../bootstrap/migrator/migration';

const key = { pk: { S: 'company#Groundwork' }, sk: { S: 'company#' } };

/** A first company, so that a new table has something to answer with. Replace it by what your service starts with. */
export default {
  up: ({ context: { client, tableName } }) =>
    // A put of the same item twice is the same as once: a migration that was interrupted can run again.
    client.send(
      new PutItemCommand({
        TableName: tableName,
        Item: { ...key, _et: { S: 'Company' }, name: { S: 'Groundwork' } },
      }),
    ),
  down: ({ context: { client, tableName } }) => client.send(new DeleteItemCommand({ TableName: tableName, Key: key })),
} satisfies Migration;
