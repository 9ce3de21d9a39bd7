import { type User, userEntity } from '../entities/user';
import { type PagedQuery, type PageRequest, readPage } from '../foundation/page';
import type { Table } from '../table';

/** One page of a list of users. Where there is no `cursor`, it is the last one. */
export interface UserPage {
  users: User[];
  cursor?: string;
}

/**
 * One page of the users that a query finds.
 *
 * @throws {TableError} `invalid-limit`, `invalid-cursor`
 */
export async function queryUsers(table: Table, query: PagedQuery, page: PageRequest): Promise<UserPage> {
  const { items: users, ...rest } = await readPage(table, userEntity(table), query, page);
  return { users, ...rest };
}
