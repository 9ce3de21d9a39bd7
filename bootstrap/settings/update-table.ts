import { type TableDescription, UpdateTableCommand, type UpdateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { waitForTable } from '../wait-for-table';
import type { Situation } from './setting';

/**
 * One UpdateTable, then waits until the table is ACTIVE and `settled` holds. DynamoDB takes encryption, class and deletion
 * protection each in a request of its own only.
 *
 * @throws {BootstrapError} `wait-timeout`
 */
export async function updateTable(
  { client, table, signal, timeoutMilliseconds }: Situation,
  change: Omit<UpdateTableCommandInput, 'TableName'>,
  settled: (table: TableDescription) => boolean,
): Promise<TableDescription> {
  const name = tableNameOf(table);
  await client.send(new UpdateTableCommand({ ...change, TableName: name }));
  return waitForTable(client, name, settled, { signal, timeoutMilliseconds });
}

/** A description's table name; the SDK's types allow for its absence, DynamoDB does not. */
export const tableNameOf = ({ TableName = '' }: TableDescription): string => TableName;
