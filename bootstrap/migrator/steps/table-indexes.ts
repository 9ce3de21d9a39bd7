import type { GlobalSecondaryIndexDescription, TableDescription } from '@aws-sdk/client-dynamodb';
import { retryControlPlane } from '../../retry';
import { waitForTable } from '../../wait-for-table';
import type { StepOptions } from './step-options';

interface IndexChange {
  /** What is being done, for an error, e.g. `deleting index gsi1`. */
  description: string;
  /** Besides a table that has no change of its indexes under way: what needs no request any more. */
  isUnderWay(table: TableDescription): boolean;
  /** Asks for the change, where the table as it stands still needs it. */
  request(table: TableDescription): Promise<void>;
}

/**
 * Asks for a change of the table's indexes. DynamoDB makes one at a time: one that is under way is waited for without end,
 * and that time does not count for how long DynamoDB may answer that it is busy.
 *
 * @throws {BootstrapError} `control-plane-busy`
 */
export async function changeIndexes(
  { client, tableName, signal }: StepOptions,
  { description, isUnderWay, request }: IndexChange,
): Promise<void> {
  const waitUntilIdle = () =>
    waitForTable(client, tableName, (table) => isUnderWay(table) || allIndexesActive(table), withoutEnd(signal));
  let table = await waitUntilIdle();
  await retryControlPlane(() => request(table), {
    describe: () => `Table ${tableName}: ${description}`,
    signal,
    beforeRetry: async () => {
      table = await waitUntilIdle();
    },
  });
}

/** An index over a large table takes as long as it takes; whoever waits can interrupt. */
export const withoutEnd = (signal?: AbortSignal) => ({ signal, timeoutMilliseconds: Number.POSITIVE_INFINITY });

export function findIndex(table: TableDescription, name: string): GlobalSecondaryIndexDescription | undefined {
  return table.GlobalSecondaryIndexes?.find((index) => index.IndexName === name);
}

export const allIndexesActive = (table: TableDescription): boolean =>
  (table.GlobalSecondaryIndexes ?? []).every((index) => index.IndexStatus === 'ACTIVE');
