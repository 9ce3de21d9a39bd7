import { setTimeout as delay } from 'node:timers/promises';
import {
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { BootstrapError } from './errors';
import { isPassing } from './retry';

export interface WaitOptions {
  /** How long to wait before giving up. Default: 10 minutes; an index over a large table takes as long as its backfill. */
  timeoutMilliseconds?: number;
  signal?: AbortSignal;
}

/**
 * Waits until the table is ACTIVE and, where given, `settled` holds for it as well. Asks at once, then in growing
 * intervals from 20 ms (a table of DynamoDB Local is done by then) to 5 s, a quarter of what the SDK's own waiter starts with.
 * Where DescribeTable fails for a reason that passes, it asks again.
 *
 * @throws {BootstrapError} `wait-timeout`
 */
export async function waitForTable(
  client: DynamoDBClient,
  name: string,
  settled: (description: TableDescription) => boolean = () => true,
  options: WaitOptions = {},
): Promise<TableDescription> {
  return waitForDescription(client, name, (found) => found.TableStatus === 'ACTIVE' && settled(found), options);
}

/**
 * The same for a table of any status.
 *
 * @throws {BootstrapError} `wait-timeout`
 */
export async function waitForDescription(
  client: DynamoDBClient,
  name: string,
  isAwaited: (description: TableDescription) => boolean,
  options: WaitOptions = {},
): Promise<TableDescription> {
  return describeUntil(
    client,
    name,
    (found): found is TableDescription => found !== undefined && isAwaited(found),
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
    const look = await lookAt(client, name);
    if (look.failure === undefined && isAwaited(look.description)) return look.description;
    if (performance.now() - start > timeoutMilliseconds) throw stillOther(name, look, timeoutMilliseconds);
    await delay(interval, undefined, { signal });
  }
}

/** What one DescribeTable came to, where it is worth another. */
interface Look {
  /** Undefined where there is no such table, or DynamoDB, which is eventually consistent here, does not know it yet. */
  description?: TableDescription;
  failure?: Error;
}

async function lookAt(client: DynamoDBClient, name: string): Promise<Look> {
  try {
    return { description: await findTable(client, name) };
  } catch (error) {
    if (!(error instanceof Error && isPassing(error))) throw error;
    return { failure: error };
  }
}

function stillOther(name: string, { description, failure }: Look, timeoutMilliseconds: number): BootstrapError {
  const state = failure
    ? `can't be described (${failure.name}: ${failure.message})`
    : `is ${description?.TableStatus ?? 'unknown'}${indexStates(description)}`;
  return new BootstrapError(
    'wait-timeout',
    `Table ${name} ${state} after ${Math.round(timeoutMilliseconds / 1000)} s. Run the command again: it goes on waiting ` +
      'where this one stopped.',
    { cause: failure },
  );
}

/** One DescribeTable. */
export async function describeTable(client: DynamoDBClient, name: string): Promise<TableDescription> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  if (!Table) throw new BootstrapError('no-description', `DynamoDB described table ${name} without a description.`);
  return Table;
}

/** The table's description, or undefined where there is no such table. */
export async function findTable(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return await describeTable(client, name);
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

function indexStates(description: TableDescription | undefined): string {
  const unfinished = (description?.GlobalSecondaryIndexes ?? []).filter((index) => index.IndexStatus !== 'ACTIVE');
  return unfinished.map((index) => `, index ${index.IndexName} ${index.IndexStatus}`).join('');
}
