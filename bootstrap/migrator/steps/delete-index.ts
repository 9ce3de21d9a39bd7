import { type DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { describeTable, waitForTable } from '../../wait-for-table';
import { allIndexesActive, findIndex } from './create-index';

/** Deletes a global secondary index and waits until it is gone. One that is not there is as good as deleted. */
export async function deleteIndex(
  client: DynamoDBClient,
  tableName: string,
  indexName: string,
  signal?: AbortSignal,
): Promise<void> {
  const existing = findIndex(await describeTable(client, tableName), indexName);
  if (!existing) return;
  if (existing.IndexStatus !== 'DELETING') {
    await waitForTable(client, tableName, allIndexesActive, { signal });
    await client.send(
      new UpdateTableCommand({
        TableName: tableName,
        GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: indexName } }],
      }),
    );
  }
  await waitForTable(client, tableName, (table) => !findIndex(table, indexName), {
    signal,
    timeoutMilliseconds: Number.POSITIVE_INFINITY,
  });
}
