import { $remove, isRemoval } from 'dynamodb-toolbox/entity/actions/update/symbols';
import type { ItemSchema } from 'dynamodb-toolbox/schema/item';
import { string } from 'dynamodb-toolbox/schema/string';
import type { KeyTemplate } from './key-template';

/**
 * A key of an index as an attribute of the schema: computed from the item's other attributes, by puts and by updates (the
 * toolbox's `link` alone acts on puts, and an update would leave the key as it was), and hidden when the item is read.
 *
 * An item is in an index only if it has both of its keys (a sparse index). So where the template has parts that are not
 * in the primary key, an item without any of them has no key, an update that changes none leaves the key as it is, and
 * one that removes one of them removes the key.
 *
 * @throws {TableError} `incomplete-key`, when the item is written, where some of these parts are given and others are not
 */
export function keyAttribute(template: KeyTemplate, { attributes }: Pick<ItemSchema, 'attributes'>) {
  const decisive = template.parts.filter((part) => !attributes[part]?.props.key);
  const compute = (item: Record<string, unknown>) => {
    const given = decisive.filter((part) => item[part] !== undefined);
    if (decisive.length > 0 && given.length === 0) return undefined;
    if (given.some((part) => isRemoval(item[part]))) return $remove();
    return template.format(item as Record<string, string>);
  };
  return string()
    .optional()
    .hidden()
    .link((item) => compute(item as Record<string, unknown>) as string | undefined)
    .updateLink((changes) => compute(changes as Record<string, unknown>));
}
