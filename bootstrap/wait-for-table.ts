import { setTimeout as delay } from 'node:timers/promises';
import { DescribeTableCommand, type DynamoDBClient, type TableDescription } from '@aws-sdk/client-dynamodb';
import { BootstrapError } from './errors';

export interface WaitOptions {
  /** How long to wait before giving up. Default: 10 minutes; an index over a large table takes as long as its backfill. */
  timeoutMilliseconds?: number;
  signal?: AbortSignal;
}

/**
 * Waits until the table is ACTIVE and, where given, `settled` holds for it as well. Asks at once, then in growing
 * intervals from 20 ms (a table of DynamoDB Local is done by then) to 5 s, a quarter of what the SDK's own waiter starts with.
 *
 * @throws {BootstrapError} `wait-timeout`
 */
export async function waitForTable(
  client: DynamoDBClient,
  name: string,
  settled: (description: TableDescription) => boolean = () => true,
  options: WaitOptions = {},
): Promise<TableDescription> {
  return describeUntil(
    client,
    name,
    (found): found is TableDescription => found?.TableStatus === 'ACTIVE' && settled(found),
    options,
  );
}

/**
 * Waits until a table that is being deleted is gone: only then can another of its name be created.
 *
 * @throws {BootstrapError} `wait-timeout`
 */
export async function waitForDeletion(client: DynamoDBClient, name: string, options: WaitOptions = {}): Promise<void> {
  await describeUntil(client, name, (found): found is undefined => found === undefined, options);
}

async function describeUntil<Awaited extends TableDescription | undefined>(
  client: DynamoDBClient,
  name: string,
  isAwaited: (found: TableDescription | undefined) => found is Awaited,
  { timeoutMilliseconds = 600_000, signal }: WaitOptions,
): Promise<Awaited> {
  const start = performance.now();
  for (let interval = 20; ; interval = Math.min(interval * 1.5, 5_000)) {
    const description = await describeUntilKnown(client, name);
    if (isAwaited(description)) return description;
    if (performance.now() - start > timeoutMilliseconds) {
      throw new BootstrapError(
        'wait-timeout',
        `Table ${name} is ${description?.TableStatus ?? 'unknown'}${indexStates(description)} after ` +
          `${Math.round(timeoutMilliseconds / 1000)} s. Run the command again: it goes on waiting where this one stopped.`,
      );
    }
    await delay(interval, undefined, { signal });
  }
}

/** One DescribeTable. */
export async function describeTable(client: DynamoDBClient, name: string): Promise<TableDescription> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  if (!Table) throw new BootstrapError('no-description', `DynamoDB described table ${name} without a description.`);
  return Table;
}

/** DescribeTable is eventually consistent: right after CreateTable it may not know the table yet. */
async function describeUntilKnown(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return await describeTable(client, name);
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function indexStates(description: TableDescription | undefined): string {
  const unfinished = (description?.GlobalSecondaryIndexes ?? []).filter((index) => index.IndexStatus !== 'ACTIVE');
  return unfinished.map((index) => `, index ${index.IndexName} ${index.IndexStatus}`).join('');
}
