import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Entity, FormattedItem } from 'dynamodb-toolbox/entity';
import type { Condition } from 'dynamodb-toolbox/entity/actions/parseCondition';
import { UpdateItemCommand, type UpdateItemInput } from 'dynamodb-toolbox/entity/actions/update';
import { formatItem } from './read-item';
import { withKnownAttributes } from './refuse-unknown';
import { retryConflicts } from './transaction';

/** What became of an update: the item as it is now, or the item that did not meet the condition, if there is one at all. */
export type Updated<Item> = { item: Item } | { refused: Item | undefined };

/**
 * Changes an item, if there is one and it meets the condition: UpdateItem by itself creates what is missing. The
 * attributes that its key is made of stay as they were written: an e-mail address may be given in another case.
 *
 * @throws {TableError} `unknown-attribute`, `incomplete-key`, `conflict`
 */
export async function updateItem<AnyEntity extends Entity>(
  entity: AnyEntity,
  changes: UpdateItemInput<AnyEntity>,
  condition: Condition<AnyEntity>,
): Promise<Updated<FormattedItem<AnyEntity>>> {
  return withKnownAttributes(async () => {
    const { ToolboxItem: _parsed, ...input } = entity
      .build(UpdateItemCommand<AnyEntity>)
      .item(changes)
      .options({ condition, returnValues: 'ALL_NEW', returnValuesOnConditionFalse: 'ALL_OLD' })
      .params();
    const command = new UpdateCommand({
      ...input,
      UpdateExpression: keepKeyAttributes(entity, input),
      ConditionExpression: `attribute_exists(pk) AND (${input.ConditionExpression})`,
    });
    try {
      const { Attributes = {} } = await retryConflicts(() => entity.table.getDocumentClient().send(command));
      return { item: formatItem(entity, Attributes) };
    } catch (cause) {
      if (!(cause instanceof ConditionalCheckFailedException)) throw cause;
      return { refused: cause.Item && formatItem(entity, unmarshall(cause.Item)) };
    }
  });
}

/** DynamoDB-Toolbox sets them anew, as the caller wrote them. */
const keepKeyAttributes = (
  { attributes }: Entity,
  {
    UpdateExpression,
    ExpressionAttributeNames: names = {},
  }: Pick<UpdateCommandInput, 'UpdateExpression' | 'ExpressionAttributeNames'>,
): string | undefined =>
  UpdateExpression?.replaceAll(/(#\w+) = (:\w+)/g, (assignment, name: string, value: string) =>
    attributes[names[name] ?? '']?.props.key ? `${name} = if_not_exists(${name}, ${value})` : assignment,
  );
