import { type Query, QueryCommand } from 'dynamodb-toolbox/table/actions/query';
import { type CursorShape, decodeCursor, encodeCursor } from '../cursor';
import { type User, userEntity } from '../entities/user';
import { TableError } from '../errors';
import type { Table } from '../table';

/** Which part of a list to read. */
export interface PageRequest {
  /** At most so many users, 1 to 100. Default: 25. */
  limit?: number;
  /** The cursor of the page before. Default: from the beginning. */
  cursor?: string;
}

/** One page of a list. Where there is no `cursor`, it is the last one; a page that has one may be the last of the users. */
export interface UserPage {
  users: User[];
  cursor?: string;
}

/**
 * One page of the users that a query finds. `shape` is what a key that continues this query looks like.
 *
 * @throws {TableError} `invalid-limit`, `invalid-cursor`
 */
export async function queryUsers(
  table: Table,
  query: Query<Table>,
  shape: CursorShape,
  { limit = DEFAULT_LIMIT, cursor }: PageRequest,
): Promise<UserPage> {
  if (!Number.isInteger(limit) || limit < 1 || limit > HIGHEST_LIMIT) {
    throw new TableError('invalid-limit', `The limit ${limit} is not a whole number from 1 to ${HIGHEST_LIMIT}.`);
  }
  const { Items: users = [], LastEvaluatedKey: last } = await table
    .build(QueryCommand)
    .entities(userEntity(table))
    .query(query)
    .options({ limit, ...(cursor !== undefined && { exclusiveStartKey: decodeCursor(cursor, shape) }) })
    .send();
  return { users, ...(last && { cursor: encodeCursor(last) }) };
}

const DEFAULT_LIMIT = 25;
const HIGHEST_LIMIT = 100;
