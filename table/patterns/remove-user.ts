import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import type { AccessPattern } from '../access-pattern';
import { userEntity } from '../entities/user';
import { userMembershipEntity } from '../entities/user-membership';
import { readPage } from '../foundation/page';
import { readItem } from '../foundation/read-item';
import { transact } from '../foundation/transaction';
import { isVersion, versionMismatch } from '../foundation/versions';
import { userMembershipKeys } from '../keys';
import { deleteBothSides } from '../parts/membership-writes';
import { describeUser, normaliseUserKey, type UserKey } from '../parts/user-key';
import { releaseUsername } from '../parts/username-guard';
import type { Table } from '../table';

export const removeUserPattern: AccessPattern = {
  name: 'removeUser',
  summary: 'Removes a user with the guard of the username, then its memberships.',
  requests: [
    { action: 'GetItem', entity: 'User', key: 'pk = company#{companyName} and sk = user#{email}' },
    {
      action: 'DeleteItem',
      entity: 'User',
      key: 'pk = company#{companyName} and sk = user#{email}',
      transaction: true,
    },
    { action: 'DeleteItem', entity: 'Username', key: 'pk = username#{username} and sk = username#', transaction: true },
    {
      action: 'Query',
      entity: 'UserMembership',
      key: 'pk = user#{userCompanyName}#{email} and begins_with(sk, company#)',
    },
    {
      action: 'DeleteItem',
      entity: 'CompanyMember',
      key: 'pk = company#{companyName} and sk = member#{userCompanyName}#{email}',
      transaction: true,
    },
    {
      action: 'DeleteItem',
      entity: 'UserMembership',
      key: 'pk = user#{userCompanyName}#{email} and sk = company#{companyName}',
      transaction: true,
    },
  ],
};

/**
 * Removes a user, and its username with it, then each of its memberships. It can be called again where it failed half-way:
 * memberships of a user who is gone are removed all the same, and nobody who is gone can become a member.
 *
 * @param expectedVersion default: whichever it is in
 * @returns false where there was no such user
 * @throws {TableError} `invalid-name`, `invalid-email`, `version-mismatch`, `conflict`
 */
export async function removeUser(table: Table, user: UserKey, expectedVersion?: number): Promise<boolean> {
  const key = normaliseUserKey(user);
  const removed = await removeWithUsername(table, key, expectedVersion);
  await removeMemberships(table, key);
  return removed;
}

async function removeWithUsername(table: Table, key: UserKey, expectedVersion?: number): Promise<boolean> {
  const what = describeUser(key);
  for (let attempt = 1; ; attempt += 1) {
    const user = await readItem(userEntity(table), key);
    if (!user) return false;
    if (expectedVersion !== undefined && user.version !== expectedVersion) {
      throw versionMismatch(what, expectedVersion, user.version);
    }
    const remove = userEntity(table)
      .build(DeleteTransaction)
      .key(key)
      .options({ condition: { and: [{ attr: 'email', exists: true }, isVersion(user.version)] } });
    const release = user.username === undefined ? [] : [releaseUsername(table, user.username)];
    const refusal = await transact(remove, ...release);
    if (!refusal) return true;
    // Somebody changed the user since it was read. Without an expected version, it is read again.
    if (attempt === ATTEMPTS) throw versionMismatch(what, user.version, undefined, refusal.cause);
  }
}

const ATTEMPTS = 6;

async function removeMemberships(table: Table, { companyName: userCompanyName, email }: UserKey): Promise<void> {
  const partition = userMembershipKeys.pk.format({ userCompanyName, email });
  const query = { partition, range: { beginsWith: userMembershipKeys.sk.prefix() } };
  let cursor: string | undefined;
  do {
    const page = await readPage(table, userMembershipEntity(table), query, { cursor }, { consistent: true });
    for (const membership of page.items) await deleteBothSides(table, membership);
    cursor = page.cursor;
  } while (cursor !== undefined);
}
