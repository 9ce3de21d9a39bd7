import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import type { Entity, FormattedItem, KeyInputItem } from 'dynamodb-toolbox/entity';
import { sendInChunks } from './chunks';
import { type PrimaryKey, primaryKeyOf } from './entity-model';
import { formatItem } from './read-item';

/** What one BatchGetItem takes. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const BATCH = 100;

/**
 * The items with these keys, in their order, read strongly consistently; undefined where there is none. There may be any
 * number of keys, and the same one twice.
 *
 * @throws {TableError} `throttled`
 */
export async function readItems<AnyEntity extends Entity>(
  entity: AnyEntity,
  keys: readonly KeyInputItem<AnyEntity>[],
): Promise<(FormattedItem<AnyEntity> | undefined)[]> {
  const tableName = entity.table.getName();
  const primaryKeys = keys.map((key) => primaryKeyOf(entity, key));
  const distinct = new Map(primaryKeys.map((key) => [identify(key), key]));
  const found = new Map<string, FormattedItem<AnyEntity>>();
  await sendInChunks([...distinct.values()], BATCH, async (chunk) => {
    const { Responses = {}, UnprocessedKeys = {} } = await entity.table
      .getDocumentClient()
      .send(new BatchGetCommand({ RequestItems: { [tableName]: { Keys: chunk, ConsistentRead: true } } }));
    for (const item of Responses[tableName] ?? []) {
      found.set(identify(item as unknown as PrimaryKey), formatItem(entity, item));
    }
    return (UnprocessedKeys[tableName]?.Keys ?? []) as PrimaryKey[];
  });
  return primaryKeys.map((key) => found.get(identify(key)));
}

const identify = ({ pk, sk }: PrimaryKey): string => JSON.stringify([pk, sk]);
