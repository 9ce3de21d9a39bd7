import { BatchWriteCommand, DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { indexKeys } from '../cities';
import type { WayResult, WayTable } from './way';

const ITEMS_PER_REQUEST = 25;

/**
 * The script that people write today: scan a page, change its items, put them back 25 at a time, next page. What
 * BatchWriteItem says it has not processed is not looked at.
 */
export async function withScript({ client, tableName }: WayTable): Promise<WayResult> {
  const documents = DynamoDBDocumentClient.from(client);
  let items = 0;
  for await (const { Items = [] } of paginateScan({ client: documents }, { TableName: tableName })) {
    const requests = Items.map((item) => ({
      PutRequest: { Item: { ...item, ...indexKeys(item.country, item.population) } },
    }));
    for (let start = 0; start < requests.length; start += ITEMS_PER_REQUEST) {
      const batch = requests.slice(start, start + ITEMS_PER_REQUEST);
      await documents.send(new BatchWriteCommand({ RequestItems: { [tableName]: batch } }));
    }
    items += requests.length;
  }
  return { items };
}
