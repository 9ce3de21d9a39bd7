import type { Entity, KeyInputItem } from 'dynamodb-toolbox/entity';
import { number } from 'dynamodb-toolbox/schema/number';
import type { KeyTemplate } from './key-template';

/** An item in the form of one schema version made into one of the next. */
export type Upgrade = (item: Record<string, unknown>) => Record<string, unknown>;

/** What an entity knows beyond DynamoDB-Toolbox's schema: it is kept in the entity's `meta`. */
export interface EntityModel {
  keys: EntityKeys;
  /**
   * What has changed in the form of its items since the first version: `upgrades[0]` leads from version 1 to 2, and so
   * on. An upgrade adds what is missing and keeps what is there, because an update changes an item of an older version
   * and leaves its version as it was.
   */
  upgrades?: readonly Upgrade[];
  /** The attribute (seconds since 1970) after which items expire. */
  timeToLive?: string;
}

export interface EntityKeys {
  pk: KeyTemplate;
  sk: KeyTemplate;
  gsi1pk?: KeyTemplate;
  gsi1sk?: KeyTemplate;
}

/** The model of an entity that was made with it: `meta: { model }`. */
export const modelOf = (entity: Entity): EntityModel => entity.meta.model as EntityModel;

/** An item's key in the table. */
export interface PrimaryKey {
  pk: string;
  sk: string;
}

/**
 * The primary key of the item with these attributes, straight from the templates: a read has nothing else that would have to
 * be parsed.
 */
export function primaryKeyOf<AnyEntity extends Entity>(entity: AnyEntity, key: KeyInputItem<AnyEntity>): PrimaryKey {
  const { pk, sk } = modelOf(entity).keys;
  const values = key as Record<string, string>;
  return { pk: pk.format(values), sk: sk.format(values) };
}

/** Where an item keeps its schema version; one without it has version 1. */
const SCHEMA_VERSION = '_v';

/** The attribute that keeps the schema version: written by puts with the version that these upgrades lead to. */
export const schemaVersion = (upgrades: readonly Upgrade[]) =>
  number()
    .optional()
    .hidden()
    .savedAs(SCHEMA_VERSION)
    .putDefault(upgrades.length + 1);

/**
 * An item of any version in the form of the newest, so that code can run before and after a backfill. An item of a later
 * version, written by newer code beside this one, stays as it is.
 */
export function upgradeItem(item: Record<string, unknown>, upgrades: readonly Upgrade[] = []): Record<string, unknown> {
  const version = item[SCHEMA_VERSION] ?? 1;
  return upgrades.slice(Number(version) - 1).reduce((upgraded, upgrade) => upgrade(upgraded), item);
}
