import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTable } from '../table';
import { type ConnectOptions, connect, getTableName } from './connect';

/** The DynamoDB-Toolbox Table over `connect()`'s client. */
export async function connectTable(options: ConnectOptions = {}): Promise<ReturnType<typeof createTable>> {
  const tableName = options.tableName ?? getTableName();
  const client = await connect({ tableName });
  return createTable(
    tableName,
    DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
  );
}
