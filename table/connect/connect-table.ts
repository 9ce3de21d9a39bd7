import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTable, type Table } from '../table';
import { type ConnectOptions, connect, getTableName } from './connect';

/** The DynamoDB-Toolbox Table over `connect()`'s client, the same one for each client: entities are made once for a Table. */
export async function connectTable(options: ConnectOptions = {}): Promise<Table> {
  const tableName = options.tableName ?? getTableName();
  const client = await connect({ tableName });
  const table = tables.get(client) ?? tableOver(client, tableName);
  tables.set(client, table);
  return table;
}

const tables = new WeakMap<DynamoDBClient, Table>();

const tableOver = (client: DynamoDBClient, tableName: string): Table =>
  createTable(tableName, DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }));
