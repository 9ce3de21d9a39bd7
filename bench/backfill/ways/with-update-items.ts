import {
  type AttributeValue,
  ConditionalCheckFailedException,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { indexKeys } from '../cities';
import { scanTable } from './scan-table';
import { CONCURRENCY, type WayResult, type WayTable } from './way';

type StoredItem = Record<string, AttributeValue>;

/** A scan and an UpdateItem for each item, on condition that the item still is as it was read: the same condition as ours. */
export async function withUpdateItems({ client, tableName }: WayTable): Promise<WayResult> {
  const items = scanTable({ client, tableName });
  let changed = 0;
  const work = async (): Promise<void> => {
    for await (const item of items) {
      try {
        await client.send(new UpdateItemCommand(toUpdate(tableName, item)));
        changed += 1;
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return { items: changed };
}

function toUpdate(tableName: string, { pk, sk, ...attributes }: StoredItem): UpdateItemCommandInput {
  const { gsi1pk, gsi1sk } = indexKeys(attributes.country?.S ?? '', attributes.population?.N ?? '');
  const names = Object.keys(attributes);
  return {
    TableName: tableName,
    Key: { pk: pk as AttributeValue, sk: sk as AttributeValue },
    UpdateExpression: 'SET gsi1pk = :gsi1pk, gsi1sk = :gsi1sk',
    ConditionExpression: [
      'attribute_exists(pk) AND attribute_not_exists(gsi1pk) AND attribute_not_exists(gsi1sk)',
      ...names.map((_, index) => `#${index} = :${index}`),
    ].join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#${index}`, name])),
    ExpressionAttributeValues: {
      ':gsi1pk': { S: gsi1pk },
      ':gsi1sk': { S: gsi1sk },
      ...Object.fromEntries(Object.values(attributes).map((value, index) => [`:${index}`, value])),
    },
  };
}
