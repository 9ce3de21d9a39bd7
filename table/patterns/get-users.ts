import type { AccessPattern } from '../access-pattern';
import { type User, userEntity } from '../entities/user';
import { readItems } from '../foundation/read-items';
import { normaliseUserKey, type UserKey } from '../parts/user-key';
import type { Table } from '../table';

export const getUsersPattern: AccessPattern = {
  name: 'getUsers',
  summary: 'The users with these keys, in the order of the keys.',
  requests: [{ action: 'BatchGetItem', entity: 'User', key: 'pk = company#{companyName} and sk = user#{email}' }],
};

/**
 * The users with these keys, in their order, read strongly consistently; undefined where there is none. There may be any
 * number of keys.
 *
 * @throws {TableError} `invalid-name`, `invalid-email`, `throttled`
 */
export async function getUsers(table: Table, keys: readonly UserKey[]): Promise<(User | undefined)[]> {
  return readItems(userEntity(table), keys.map(normaliseUserKey));
}
