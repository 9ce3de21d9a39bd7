import {
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  ResourceInUseException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { TableSettings } from '../table/deployment';
import { BootstrapError } from './errors';
import { createTableSettings, rememberCreated } from './settings/create-table-settings';
import { findTable, waitForDeletion, waitForTable } from './wait-for-table';

interface TableOptions {
  name: string;
  /** Those that CreateTable can set are there from the beginning. */
  settings: TableSettings;
}

interface EnsuredTable {
  description: TableDescription;
  /** True where this call made the table, false where it was there or somebody else was just making it. */
  created: boolean;
}

/**
 * The table exists, has the keys pk and sk (both strings) and is ACTIVE. One that is there and ACTIVE costs one
 * DescribeTable. One that is just being deleted is waited for, and made anew.
 *
 * @param signal gives up the waits
 *
 * @throws {BootstrapError} `other-key-schema`, or `wait-timeout`
 */
export async function ensureTable(
  client: DynamoDBClient,
  options: TableOptions,
  signal?: AbortSignal,
): Promise<EnsuredTable> {
  const existing = await findLastingTable(client, options.name, signal);
  const created = existing ? false : await createTable(client, options);
  const description =
    existing?.TableStatus === 'ACTIVE' ? existing : await waitForTable(client, options.name, () => true, { signal });
  requireKeySchema(description);
  if (created) await rememberCreated({ client, table: description, settings: options.settings });
  return { description, created };
}

async function findLastingTable(
  client: DynamoDBClient,
  name: string,
  signal: AbortSignal | undefined,
): Promise<TableDescription | undefined> {
  const found = await findTable(client, name);
  if (found?.TableStatus !== 'DELETING') return found;
  await waitForDeletion(client, name, { signal });
  return undefined;
}

async function createTable(client: DynamoDBClient, options: TableOptions): Promise<boolean> {
  try {
    await client.send(new CreateTableCommand(createTableInput(options)));
    return true;
  } catch (error) {
    // Somebody else is just creating it: as good as having created it.
    if (error instanceof ResourceInUseException) return false;
    throw error;
  }
}

function createTableInput(options: TableOptions): CreateTableCommandInput {
  return {
    TableName: options.name,
    BillingMode: 'PAY_PER_REQUEST',
    ...createTableSettings(options.settings),
    ...TABLE_KEYS,
  };
}

/** The keys of every table, in the words of CreateTable. */
export const TABLE_KEYS = {
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
} satisfies Partial<CreateTableCommandInput>;

/** @throws {BootstrapError} `other-key-schema`: a key schema can't be changed, only another table can have it. */
export function requireKeySchema(description: TableDescription): void {
  const found = (description.KeySchema ?? []).map(
    (key) =>
      `${key.AttributeName} (${key.KeyType}, ${
        description.AttributeDefinitions?.find((attribute) => attribute.AttributeName === key.AttributeName)
          ?.AttributeType
      })`,
  );
  if (found.join() === 'pk (HASH, S),sk (RANGE, S)') return;
  throw new BootstrapError(
    'other-key-schema',
    `Table ${description.TableName} has the keys ${found.join(' and ')}; Groundwork needs pk (HASH, S) and sk (RANGE, S). ` +
      'A key schema cannot be changed: name another table in deployments.ts, or in TABLE_NAME.',
  );
}
