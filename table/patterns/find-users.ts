import { COMPANY_PREFIX, SORT_KEY_BYTES, userEmailPartition } from '../keys';
import { normaliseEmail } from '../names';
import type { Table } from '../table';
import { type PageRequest, queryUsers, type UserPage } from './query-users';

/**
 * The users with an e-mail address, in whichever company, a page at a time: found through the index, which a user enters
 * a moment after being created (a global secondary index is eventually consistent).
 *
 * DynamoDB actions: Query on the index `gsi1`.
 *
 * @throws {TableError} `invalid-email`, `invalid-limit`, `invalid-cursor`
 */
export function findUsers(table: Table, email: string, page: PageRequest = {}): Promise<UserPage> {
  const partition = userEmailPartition(normaliseEmail(email));
  const query = { index: 'gsi1', partition } as const;
  const isPartition = (value: string) => value === partition;
  const isCompany = (value: string) => value.startsWith(COMPANY_PREFIX) && Buffer.byteLength(value) <= SORT_KEY_BYTES;
  const shape = { pk: isCompany, sk: isPartition, gsi1pk: isPartition, gsi1sk: isCompany };
  return queryUsers(table, query, shape, page);
}
