import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { TableError } from '../errors';
import { LEDGER_PARTITION, migrationRecordKey } from '../ledger-keys';

/**
 * Resolves if the ledger says that `migrationName` is applied: one consistent GetItem, the only right it needs.
 * Migrations are applied in order, so the newest one that the caller was built against stands for all before it.
 *
 * @throws {TableError} `table-missing`, or `migration-pending`
 */
export async function verifyMigrated(client: DynamoDBClient, tableName: string, migrationName: string): Promise<void> {
  const state = await readState(client, tableName, migrationName);
  if (state === 'applied') return;
  throw new TableError(
    'migration-pending',
    `Migration ${migrationName} is ${state ?? 'not applied'} in table ${tableName}, and this code was built against it. ` +
      'Run yarn bootstrap for this deployment.',
  );
}

async function readState(
  client: DynamoDBClient,
  tableName: string,
  migrationName: string,
): Promise<string | undefined> {
  try {
    const { Item } = await client.send(
      new GetItemCommand({
        TableName: tableName,
        Key: { pk: { S: LEDGER_PARTITION }, sk: { S: migrationRecordKey(migrationName) } },
        ConsistentRead: true,
      }),
    );
    return Item?.state?.S;
  } catch (cause) {
    if (!(cause instanceof Error && cause.name === 'ResourceNotFoundException')) throw cause;
    throw new TableError('table-missing', `There is no table ${tableName}. Run yarn bootstrap for this deployment.`, {
      cause,
    });
  }
}
