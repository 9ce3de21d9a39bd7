import {
  type DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { BootstrapError } from '../../errors';
import { describeTable, waitForTable } from '../../wait-for-table';
import { type IndexDefinition, summarise, toAttributeDefinitions, toCreateAction } from './index-definition';

/**
 * Builds a global secondary index and waits until it and its table are ACTIVE. An index of that name and definition that
 * is there already, be it still building, is adopted: an interrupted run may have begun it.
 *
 * @throws {BootstrapError} `index-differs` where an index of that name has other keys or another projection
 */
export async function createIndex(
  client: DynamoDBClient,
  tableName: string,
  definition: IndexDefinition,
  signal?: AbortSignal,
): Promise<void> {
  const table = await describeTable(client, tableName);
  const found = findIndex(table, definition.indexName);
  // One that is just being deleted, by an interrupted run perhaps, is made anew when it is gone.
  const existing = found?.IndexStatus === 'DELETING' ? undefined : found;
  if (existing) requireSame(existing, definition, table);
  if (existing?.IndexStatus === 'ACTIVE') return;
  if (!existing) {
    // DynamoDB takes one change of a table's indexes at a time.
    await waitForTable(client, tableName, allIndexesActive, { signal });
    await client.send(
      new UpdateTableCommand({
        TableName: tableName,
        AttributeDefinitions: toAttributeDefinitions(definition),
        GlobalSecondaryIndexUpdates: [{ Create: toCreateAction(definition) }],
      }),
    );
  }
  await waitForTable(client, tableName, (table) => findIndex(table, definition.indexName)?.IndexStatus === 'ACTIVE', {
    signal,
    timeoutMilliseconds: Number.POSITIVE_INFINITY,
  });
}

export function findIndex(table: TableDescription, name: string): GlobalSecondaryIndexDescription | undefined {
  return table.GlobalSecondaryIndexes?.find((index) => index.IndexName === name);
}

export const allIndexesActive = (table: TableDescription): boolean =>
  (table.GlobalSecondaryIndexes ?? []).every((index) => index.IndexStatus === 'ACTIVE');

function requireSame(
  existing: GlobalSecondaryIndexDescription,
  definition: IndexDefinition,
  { TableName: tableName, AttributeDefinitions = [] }: TableDescription,
): void {
  const found = summarise(existing, AttributeDefinitions);
  const wanted = summarise(toCreateAction(definition), toAttributeDefinitions(definition));
  if (found === wanted) return;
  throw new BootstrapError(
    'index-differs',
    `Table ${tableName} has an index ${definition.indexName} with ${found}; the migration wants ${wanted}. ` +
      'Give the new index another name, or delete the existing one in a migration before this one.',
  );
}
