import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Entity } from 'dynamodb-toolbox/entity';
import { BatchPutRequest } from 'dynamodb-toolbox/entity/actions/batchPut';
import type { PutItemInput } from 'dynamodb-toolbox/entity/actions/put';
import { sendInChunks } from './chunks';
import { withKnownAttributes } from './refuse-unknown';

/** What one BatchWriteItem takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH = 25;

/**
 * Writes any number of items, no two of the same key, over those that are there: a batch has no conditions. It is no
 * transaction either: where it fails, a part of the items may have been written.
 *
 * @throws {TableError} `unknown-attribute`, `throttled`
 */
export async function putItems<AnyEntity extends Entity>(
  entity: AnyEntity,
  items: readonly PutItemInput<AnyEntity>[],
): Promise<void> {
  const tableName = entity.table.getName();
  const requests = await withKnownAttributes(async () =>
    items.map((item) =>
      entity
        .build(BatchPutRequest<AnyEntity>)
        .item(item)
        .params(),
    ),
  );
  await sendInChunks<object>(requests, BATCH, async (chunk) => {
    const { UnprocessedItems = {} } = await entity.table
      .getDocumentClient()
      .send(new BatchWriteCommand({ RequestItems: { [tableName]: chunk } }));
    return UnprocessedItems[tableName] ?? [];
  });
}
