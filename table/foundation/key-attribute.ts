import { $remove, isRemoval } from 'dynamodb-toolbox/entity/actions/update/symbols';
import type { Schema } from 'dynamodb-toolbox/schema';
import { string } from 'dynamodb-toolbox/schema/string';
import { TableError } from '../errors';
import type { KeyTemplate, PartOf } from './key-template';

/**
 * A key of an index as an attribute of the schema: computed from the item's other attributes, by puts and by updates (the
 * toolbox's `link` alone acts on puts, and an update would leave the key as it was), and hidden when the item is read.
 *
 * An item is in an index only if it has both of its keys (a sparse index). So where the template has parts that are not
 * in the primary key, an item without any of them has no key, an update that changes none leaves the key as it is, and
 * one that removes one of them removes the key.
 *
 * @throws {TableError} `unknown-part`, at once, where a part is no attribute; `incomplete-key`, when the item is written,
 * where some of these parts are given and others are not
 */
export function keyAttribute<Template extends string>(
  template: KeyTemplate<Template>,
  { attributes }: { attributes: Readonly<Record<PartOf<Template>, Schema>> },
) {
  requireAttributes(template, attributes);
  const decisive = template.parts.filter((part) => !attributes[part].props.key);
  const compute = (item: Record<string, unknown>) => {
    const given = decisive.filter((part) => item[part] !== undefined);
    if (decisive.length > 0 && given.length === 0) return undefined;
    if (given.some((part) => isRemoval(item[part]))) return $remove();
    return template.format(item as Record<PartOf<Template>, string>);
  };
  return string()
    .optional()
    .hidden()
    .link((item) => compute(item as Record<string, unknown>) as string | undefined)
    .updateLink((changes) => compute(changes as Record<string, unknown>));
}

/** A part that no item can have would count as one that is never given: every item would be kept out of the index. */
function requireAttributes({ template, parts }: KeyTemplate, attributes: Readonly<Record<string, Schema>>): void {
  const unknown = parts.find((part) => !Object.hasOwn(attributes, part));
  if (unknown === undefined) return;
  throw new TableError(
    'unknown-part',
    `The key ${template} has the part ${unknown}, and there is no such attribute. There are: ${Object.keys(attributes).join(', ')}.`,
  );
}
