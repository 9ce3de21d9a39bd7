import { type AttributeValue, DeleteTableCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { ensureTable } from '../../bootstrap/create-table';
import type { TableSettings } from '../../table/deployment';
import { testTableName } from './table-names';

export interface EmptyTable {
  name: string;
  /** Goes to DynamoDB Local itself, past any proxy. */
  client: DynamoDBClient;
  /** All items, those of Groundwork's own too, in no particular order. */
  items(): Promise<Record<string, unknown>[]>;
  remove(): Promise<void>;
}

/** A table of its own for a test, with Groundwork's keys, to which no migration was applied. */
export async function createEmptyTable(settings: TableSettings = {}): Promise<EmptyTable> {
  const client = new DynamoDBClient();
  const name = testTableName();
  await ensureTable(client, { name, settings });
  return {
    name,
    client,
    items: async () => (await scan(client, name)).map((item) => unmarshall(item)),
    remove: async () => {
      await client.send(new DeleteTableCommand({ TableName: name }));
      client.destroy();
    },
  };
}

async function scan(client: DynamoDBClient, name: string): Promise<Record<string, AttributeValue>[]> {
  const items: Record<string, AttributeValue>[] = [];
  for await (const page of paginateScan({ client }, { TableName: name, ConsistentRead: true })) {
    items.push(...(page.Items ?? []));
  }
  return items;
}
