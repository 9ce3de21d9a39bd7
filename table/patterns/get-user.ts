import type { AccessPattern } from '../access-pattern';
import { type User, userEntity } from '../entities/user';
import { readItem } from '../foundation/read-item';
import { normaliseUserKey } from '../parts/user-key';
import type { Table } from '../table';

export const getUserPattern: AccessPattern = {
  name: 'getUser',
  summary: 'The user of a company with an e-mail address.',
  requests: [{ action: 'GetItem', entity: 'User', key: 'pk = company#{companyName} and sk = user#{email}' }],
};

/**
 * The user of a company with that e-mail address, read strongly consistently; undefined where there is none.
 *
 * @throws {TableError} `invalid-name`, `invalid-email`
 */
export async function getUser(table: Table, companyName: string, email: string): Promise<User | undefined> {
  return readItem(userEntity(table), normaliseUserKey({ companyName, email }));
}
