import { companyPartition, SORT_KEY_BYTES, USER_PREFIX } from '../keys';
import { normaliseName } from '../names';
import type { Table } from '../table';
import { type PageRequest, queryUsers, type UserPage } from './query-users';

/**
 * The users of a company in the order of their e-mail addresses, a page at a time. A company that does not exist has no
 * users.
 *
 * DynamoDB actions: Query on the table.
 *
 * @throws {TableError} `invalid-name`, `invalid-limit`, `invalid-cursor`
 */
export function listUsers(table: Table, companyName: string, page: PageRequest = {}): Promise<UserPage> {
  const partition = companyPartition(normaliseName(companyName));
  const query = { partition, range: { beginsWith: USER_PREFIX } } as const;
  const shape = {
    pk: (value: string) => value === partition,
    sk: (value: string) => value.startsWith(USER_PREFIX) && Buffer.byteLength(value) <= SORT_KEY_BYTES,
  };
  return queryUsers(table, query, shape, page);
}
