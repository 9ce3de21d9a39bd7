import type { AccessPattern } from '../access-pattern';
import { type User, userEntity } from '../entities/user';
import { usernameEntity } from '../entities/username';
import { readItem } from '../foundation/read-item';
import { normaliseUsername } from '../names';
import { isSameUsername } from '../parts/username-guard';
import type { Table } from '../table';

export const getUserByUsernamePattern: AccessPattern = {
  name: 'getUserByUsername',
  summary: 'The user who has a username.',
  requests: [
    { action: 'GetItem', entity: 'Username', key: 'pk = username#{username} and sk = username#' },
    { action: 'GetItem', entity: 'User', key: 'pk = company#{companyName} and sk = user#{email}' },
  ],
};

/**
 * The user who has that username, whatever the case of its letters, read strongly consistently; undefined where nobody has
 * it.
 *
 * @throws {TableError} `invalid-username`
 */
export async function getUserByUsername(table: Table, username: string): Promise<User | undefined> {
  const key = { username: normaliseUsername(username) };
  const guard = await readItem(usernameEntity(table), key);
  if (!guard) return undefined;
  const user = await readItem(userEntity(table), { companyName: guard.companyName, email: guard.email });
  // Between the two reads, the user may have let the username go.
  return user?.username !== undefined && isSameUsername(user.username, key.username) ? user : undefined;
}
