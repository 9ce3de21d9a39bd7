import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { retryControlPlane } from '../../retry';
import { describeTable, waitForTable } from '../../wait-for-table';
import { allIndexesActive, findIndex, WITHOUT_END } from './create-index';
import type { StepOptions } from './step-options';

/**
 * Deletes a global secondary index and waits until it is gone. One that is not there is as good as deleted.
 *
 * @throws {BootstrapError} `control-plane-busy`
 */
export async function deleteIndex(options: StepOptions, indexName: string): Promise<void> {
  const { client, tableName, signal } = options;
  if (!findIndex(await describeTable(client, tableName), indexName)) return;
  await retryControlPlane(() => request(options, indexName), {
    describe: () => `Table ${tableName}: deleting index ${indexName}`,
    signal,
  });
  await waitForTable(client, tableName, (table) => !findIndex(table, indexName), WITHOUT_END(signal));
}

/** Asks for it once the table has no other change under way; one that is being deleted needs no asking. */
async function request({ client, tableName, signal }: StepOptions, indexName: string): Promise<void> {
  const table = await waitForTable(
    client,
    tableName,
    (description) => findIndex(description, indexName)?.IndexStatus === 'DELETING' || allIndexesActive(description),
    WITHOUT_END(signal),
  );
  const existing = findIndex(table, indexName);
  if (!existing || existing.IndexStatus === 'DELETING') return;
  await client.send(
    new UpdateTableCommand({
      TableName: tableName,
      GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: indexName } }],
    }),
  );
}
