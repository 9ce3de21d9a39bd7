import {
  type GlobalSecondaryIndexDescription,
  type TableDescription,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { BootstrapError } from '../../errors';
import { describeTable, waitForDescription, waitForTable } from '../../wait-for-table';
import { warnOfMistypedItems } from './find-mistyped-items';
import { type IndexDefinition, summarise, toAttributeDefinitions, toCreateAction } from './index-definition';
import type { StepOptions } from './step-options';
import { changeIndexes, findIndex, withoutEnd } from './table-indexes';

/**
 * Builds a global secondary index and waits until it and its table are ACTIVE. An index of that name and definition that
 * is there already, be it still building, is adopted: an interrupted run may have begun it. DynamoDB takes one change of
 * a table's indexes at a time; one that is under way is waited for.
 *
 * @throws {BootstrapError} `index-differs` where an index of that name has other keys or another projection,
 *   `index-vanished` where somebody deletes it while it is built, `control-plane-busy`
 */
export async function createIndex(options: StepOptions, definition: IndexDefinition): Promise<void> {
  const { client, tableName, signal } = options;
  const { indexName } = definition;
  const table = await describeTable(client, tableName);
  const before = findIndex(table, indexName);
  // One that is just being deleted, by an interrupted run perhaps, is made anew when it is gone.
  if (before && before.IndexStatus !== 'DELETING') requireSame(before, definition, table);
  if (before?.IndexStatus === 'ACTIVE') return;
  await changeIndexes(options, {
    description: `creating index ${indexName}`,
    isUnderWay: (found) => findIndex(found, indexName)?.IndexStatus === 'CREATING',
    request: (found) => request(options, definition, found),
  });
  // DescribeTable may show the table as it was before the change for a moment: an index is only missed once it was seen.
  // The table itself may be UPDATING then, for as long as the index is built.
  await waitForDescription(client, tableName, (found) => findIndex(found, indexName) !== undefined, { signal });
  await waitForTable(client, tableName, (found) => isBuilt(found, indexName), withoutEnd(signal));
  await warnOfMistypedItems(options, definition);
}

async function request(
  { client, tableName }: StepOptions,
  definition: IndexDefinition,
  table: TableDescription,
): Promise<void> {
  const existing = findIndex(table, definition.indexName);
  if (existing) return requireSame(existing, definition, table);
  await client.send(
    new UpdateTableCommand({
      TableName: tableName,
      AttributeDefinitions: toAttributeDefinitions(definition),
      GlobalSecondaryIndexUpdates: [{ Create: { ...toCreateAction(definition), ...throughputOf(table) } }],
    }),
  );
}

/** On a provisioned table an index has units of its own: to begin with, as many as the table. */
function throughputOf({ BillingModeSummary, ProvisionedThroughput }: TableDescription) {
  const { ReadCapacityUnits = 0, WriteCapacityUnits = 0 } = ProvisionedThroughput ?? {};
  if (BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST' || ReadCapacityUnits === 0) return {};
  return { ProvisionedThroughput: { ReadCapacityUnits, WriteCapacityUnits } };
}

function isBuilt(table: TableDescription, indexName: string): boolean {
  const status = findIndex(table, indexName)?.IndexStatus;
  if (status !== undefined && status !== 'DELETING') return status === 'ACTIVE';
  throw new BootstrapError(
    'index-vanished',
    `Index ${indexName} of table ${table.TableName} was deleted while it was built. Find out by whom; then run the command ` +
      'again: it builds the index anew.',
  );
}

/** @throws {BootstrapError} `index-differs` */
export function requireSame(
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
