import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { indexKeys } from '../cities';
import { inBatches, scanTable } from './scan-table';
import { CONCURRENCY, type WayResult, type WayTable } from './way';

/** A scan and BatchWriteItem of whole items, without any condition: as fast as it goes, and not safe beside a writer. */
export async function withBatchWrites({ client, tableName }: WayTable): Promise<WayResult> {
  const batches = inBatches(scanTable({ client, tableName }));
  let items = 0;
  const work = async (): Promise<void> => {
    for await (const batch of batches) {
      let left = batch.map((item): WriteRequest => {
        const { gsi1pk, gsi1sk } = indexKeys(item.country?.S ?? '', item.population?.N ?? '');
        return { PutRequest: { Item: { ...item, gsi1pk: { S: gsi1pk }, gsi1sk: { S: gsi1sk } } } };
      });
      while (left.length > 0) left = await send(client, tableName, left);
      items += batch.length;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return { items };
}

/** Resolves to what is unprocessed. */
async function send(client: DynamoDBClient, tableName: string, requests: WriteRequest[]): Promise<WriteRequest[]> {
  const { UnprocessedItems } = await client.send(
    new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }),
  );
  return UnprocessedItems?.[tableName] ?? [];
}
