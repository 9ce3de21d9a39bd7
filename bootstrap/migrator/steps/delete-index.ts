import { type TableDescription, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { describeTable, waitForTable } from '../../wait-for-table';
import type { StepOptions } from './step-options';
import { changeIndexes, findIndex, withoutEnd } from './table-indexes';

/**
 * Deletes a global secondary index and waits until it is gone. One that is not there is as good as deleted.
 *
 * @throws {BootstrapError} `control-plane-busy`
 */
export async function deleteIndex(options: StepOptions, indexName: string): Promise<void> {
  const { client, tableName, signal } = options;
  if (!findIndex(await describeTable(client, tableName), indexName)) return;
  await changeIndexes(options, {
    description: `deleting index ${indexName}`,
    isUnderWay: (table) => findIndex(table, indexName)?.IndexStatus === 'DELETING',
    request: (table) => request(options, indexName, table),
  });
  await waitForTable(client, tableName, (table) => !findIndex(table, indexName), withoutEnd(signal));
}

/** One that is being deleted needs no asking. */
async function request({ client, tableName }: StepOptions, indexName: string, table: TableDescription): Promise<void> {
  const existing = findIndex(table, indexName);
  if (!existing || existing.IndexStatus === 'DELETING') return;
  await client.send(
    new UpdateTableCommand({
      TableName: tableName,
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: indexName } }],
    }),
  );
}
