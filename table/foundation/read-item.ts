import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Entity, FormattedItem, KeyInputItem } from 'dynamodb-toolbox/entity';
import { EntityFormatter } from 'dynamodb-toolbox/entity/actions/format';
import { modelOf, primaryKeyOf, upgradeItem } from './entity-model';

/** The item with that key, read strongly consistently, in the form of the newest schema version; undefined where there is none. */
export async function readItem<AnyEntity extends Entity>(
  entity: AnyEntity,
  key: KeyInputItem<AnyEntity>,
): Promise<FormattedItem<AnyEntity> | undefined> {
  const input = { TableName: entity.table.getName(), Key: primaryKeyOf(entity, key), ConsistentRead: true };
  const { Item: found } = await entity.table.getDocumentClient().send(new GetCommand(input));
  return found && formatItem(entity, found);
}

/** An item as DynamoDB keeps it, of whichever schema version, as its entity is read. */
export function formatItem<AnyEntity extends Entity>(
  entity: AnyEntity,
  kept: Record<string, unknown>,
): FormattedItem<AnyEntity> {
  const upgraded = upgradeItem(kept, modelOf(entity).upgrades);
  return entity.build(EntityFormatter<AnyEntity>).format(upgraded) as FormattedItem<AnyEntity>;
}
