import type { AccessPattern } from '../access-pattern';
import type { PageRequest } from '../foundation/page';
import { userKeys } from '../keys';
import { normaliseEmail } from '../names';
import { queryUsers, type UserPage } from '../parts/query-users';
import type { Table } from '../table';

export const findUsersPattern: AccessPattern = {
  name: 'findUsers',
  summary: 'The users with an e-mail address, in whichever company.',
  requests: [{ action: 'Query', entity: 'User', index: 'gsi1', key: 'gsi1pk = user#{email}' }],
};

/**
 * The users with an e-mail address, in whichever company and in the order of the companies, a page at a time: found
 * through the index, which a user enters a moment after being created (a global secondary index is eventually consistent).
 *
 * @throws {TableError} `invalid-email`, `invalid-limit`, `invalid-cursor`
 */
export async function findUsers(table: Table, email: string, page: PageRequest = {}): Promise<UserPage> {
  const partition = userKeys.gsi1pk.format({ email: normaliseEmail(email) });
  return queryUsers(table, { index: 'gsi1', partition }, page);
}
