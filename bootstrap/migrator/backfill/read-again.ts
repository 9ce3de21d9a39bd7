import type { WireItem, WireKey } from '../../bulk/attribute-values';
import type { WriteTools } from './write-changes';

/** A consistent read of one item, whether it matches or not; undefined where it is gone. */
export async function readStored({ sender, tableName }: WriteTools, key: WireKey): Promise<WireItem | undefined> {
  const answer = await sender.read('GetItem', { TableName: tableName, Key: key, ConsistentRead: true }, 1);
  return (answer as { Item?: WireItem }).Item;
}

/** A consistent read of one item; undefined where it is gone, or where the filter leaves it out now. */
export async function readAgain(
  { sender, tableName, matcher: { filter } }: Pick<WriteTools, 'sender' | 'tableName' | 'matcher'>,
  { pk, sk }: WireKey,
): Promise<WireItem | undefined> {
  const answer = await sender.read(
    'Query',
    {
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: '#groundworkPk = :groundworkPk AND #groundworkSk = :groundworkSk',
      FilterExpression: filter?.expression,
      ExpressionAttributeNames: { ...filter?.names, '#groundworkPk': 'pk', '#groundworkSk': 'sk' },
      ExpressionAttributeValues: { ...filter?.values, ':groundworkPk': pk, ':groundworkSk': sk },
    },
    1,
  );
  return (answer as { Items?: WireItem[] }).Items?.[0];
}
