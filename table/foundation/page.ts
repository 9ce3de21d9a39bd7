import { QueryCommand as SendQuery } from '@aws-sdk/lib-dynamodb';
import type { Entity, FormattedItem } from 'dynamodb-toolbox/entity';
import type { Condition } from 'dynamodb-toolbox/entity/actions/parseCondition';
import { QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { TableError } from '../errors';
import type { IndexName, Table } from '../table';
import { type CursorShape, decodeCursor, encodeCursor } from './cursor';
import { modelOf } from './entity-model';
import { PARTITION_KEY_BYTES, SORT_KEY_BYTES } from './key-limits';
import { DEFAULT_LIMIT, HIGHEST_LIMIT } from './page-limits';
import { formatItem } from './read-item';

/** Which part of a list to read. */
export interface PageRequest {
  /** At most so many items, 1 to 100. Default: 25. */
  limit?: number;
  /** The cursor of the page before. Default: from the beginning. */
  cursor?: string;
}

/** One page of a list: full, unless it is the last. There is a `cursor` exactly where there was more to read. */
export interface Page<Item> {
  items: Item[];
  cursor?: string;
}

/** What is read: a partition of the table or of an index, or a range of its sort keys. Both bounds belong to a range. */
export interface PagedQuery {
  index?: IndexName;
  partition: string;
  range?: { beginsWith: string } | { between: [string, string] };
}

interface PageOptions<AnyEntity extends Entity> {
  /** Which of the items belong to the list. Default: all of the entity. */
  filter?: Condition<AnyEntity>;
  /** Strongly consistent, which an index can't be. Default: false. */
  consistent?: boolean;
}

/**
 * One page of the items of an entity that a query finds. DynamoDB filters after it has counted to its limit, so it is
 * asked until the page is full; one item more is read, and tells whether there is another page.
 *
 * @throws {TableError} `invalid-limit`, `invalid-cursor`
 */
export async function readPage<AnyEntity extends Entity>(
  table: Table,
  entity: AnyEntity,
  query: PagedQuery,
  { limit = DEFAULT_LIMIT, cursor }: PageRequest,
  { filter, consistent }: PageOptions<AnyEntity> = {},
): Promise<Page<FormattedItem<AnyEntity>>> {
  checkLimit(limit);
  const names = keyNames(table, query.index);
  let start: Record<string, unknown> | undefined =
    cursor === undefined ? undefined : decodeCursor(cursor, shapeOf(table, entity, query));
  const input = table
    .build(QueryCommand)
    .entities<Entity[]>(entity)
    .query(query)
    .options({ limit: limit + 1, ...(filter && { filters: { [entity.entityName]: filter as Condition } }) })
    .params();
  const found: Record<string, unknown>[] = [];
  do {
    const answer = await table
      .getDocumentClient()
      .send(new SendQuery({ ...input, ConsistentRead: consistent, ExclusiveStartKey: start }));
    found.push(...(answer.Items ?? []));
    start = answer.LastEvaluatedKey;
  } while (start && found.length <= limit);
  const given = found.slice(0, limit);
  const last = given.at(-1);
  return {
    items: given.map((item) => formatItem(entity, item)),
    ...(last && found.length > limit && { cursor: encodeCursor(pick(last, names)) }),
  };
}

function checkLimit(limit: number): void {
  if (Number.isInteger(limit) && limit >= 1 && limit <= HIGHEST_LIMIT) return;
  throw new TableError('invalid-limit', `The limit ${limit} is not a whole number from 1 to ${HIGHEST_LIMIT}.`);
}

/** The attributes by which DynamoDB finds where to go on: the key in what is read, and the primary key. */
function keyNames(table: Table, index: IndexName | undefined): string[] {
  const { partitionKey, sortKey } = index === undefined ? table : table.indexes[index];
  return [...new Set([table.partitionKey, table.sortKey, partitionKey, sortKey].map((key) => key?.name ?? ''))];
}

/** What a key that continues this query looks like: DynamoDB refuses one that lies outside of what is read. */
function shapeOf(table: Table, entity: Entity, { index, partition, range }: PagedQuery): CursorShape {
  const read = index === undefined ? table : table.indexes[index];
  const templates: Record<string, { fits(text: string): boolean } | undefined> = { ...modelOf(entity).keys };
  const check = (name: string) => (value: string) => {
    if (name === read.partitionKey.name) return value === partition;
    const bytes = name === table.partitionKey.name ? PARTITION_KEY_BYTES : SORT_KEY_BYTES;
    if (value === '' || Buffer.byteLength(value) > bytes || templates[name]?.fits(value) === false) return false;
    return name !== read.sortKey?.name || isWithin(value, range);
  };
  return Object.fromEntries(keyNames(table, index).map((name) => [name, check(name)]));
}

function isWithin(value: string, range: PagedQuery['range']): boolean {
  if (!range) return true;
  if ('beginsWith' in range) return value.startsWith(range.beginsWith);
  return compareKeys(range.between[0], value) <= 0 && compareKeys(value, range.between[1]) <= 0;
}

/** Less than, equal to or greater than 0, as DynamoDB orders keys: by their bytes in UTF-8. */
export const compareKeys = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

const pick = (item: Record<string, unknown>, names: string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name, item[name]]));
