import type { AccessPattern } from '../../../table/access-pattern';
import type { EntityDescription } from '../../../table/model';

/** A single-table data model as it is printed. Keys are named by their attributes, as `pk` and `sk`. */
export interface Model {
  /** Of the model, and of its table where a format wants one. */
  name: string;
  primaryKey: ModelKey;
  indexes: readonly ModelIndex[];
  entities: readonly EntityDescription[];
  accessPatterns: readonly AccessPattern[];
}

/** The attributes that make a key. */
export interface ModelKey {
  partitionKey: string;
  sortKey: string;
}

/** A global secondary index. */
export interface ModelIndex extends ModelKey {
  name: string;
}

/** Every attribute that is part of a key, the table's own first. */
export function keyAttributes({ primaryKey, indexes }: Model): string[] {
  return [...new Set([primaryKey, ...indexes].flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]))];
}

/**
 * The template of one of an entity's key attributes. An index may have a plain attribute as its key: the template of that
 * is the attribute alone. Undefined where the entity has no such attribute.
 */
export function templateOf({ keys, attributes }: EntityDescription, attribute: string): string | undefined {
  const templates: Record<string, string | undefined> = keys;
  return templates[attribute] ?? (attributes.some(({ name }) => name === attribute) ? `{${attribute}}` : undefined);
}

/** The entities whose items are in an index: those that have both of its keys (a sparse index). */
export function entitiesIn({ partitionKey, sortKey }: ModelKey, { entities }: Model): EntityDescription[] {
  return entities.filter((entity) => templateOf(entity, partitionKey) && templateOf(entity, sortKey));
}
