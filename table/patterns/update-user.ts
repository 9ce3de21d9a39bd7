import { UpdateTransaction } from 'dynamodb-toolbox/entity/actions/transactUpdate';
import type { AccessPattern } from '../access-pattern';
import { type User, userEntity } from '../entities/user';
import { readItem } from '../foundation/read-item';
import { refuseUnknown } from '../foundation/refuse-unknown';
import { applyChanges, withRemovals } from '../foundation/removals';
import { transact, type Write } from '../foundation/transaction';
import { updateItem } from '../foundation/update-item';
import { isVersion, nextVersion, versionMismatch } from '../foundation/versions';
import { normaliseDate, normaliseName, normaliseUsername } from '../names';
import { noSuchUser } from '../parts/missing';
import { refuseNoChange } from '../parts/refuse-no-change';
import { describeUser, normaliseUserKey, type UserKey } from '../parts/user-key';
import { isSameUsername, releaseUsername, takeUsername, usernameTaken } from '../parts/username-guard';
import type { Table } from '../table';

export const updateUserPattern: AccessPattern = {
  name: 'updateUser',
  summary: 'Changes a user who is still in the version that was read; with the username, its guard.',
  requests: [
    { action: 'UpdateItem', entity: 'User', key: 'pk = company#{companyName} and sk = user#{email}' },
    { action: 'GetItem', entity: 'User', key: 'pk = company#{companyName} and sk = user#{email}' },
    {
      action: 'UpdateItem',
      entity: 'User',
      key: 'pk = company#{companyName} and sk = user#{email}',
      transaction: true,
    },
    { action: 'PutItem', entity: 'Username', key: 'pk = username#{username} and sk = username#', transaction: true },
    { action: 'DeleteItem', entity: 'Username', key: 'pk = username#{username} and sk = username#', transaction: true },
  ],
};

/** What to change of a user: what is left out stays, null removes. */
export interface UserChanges {
  name?: string;
  username?: string | null;
  dateOfBirth?: string | null;
}

/**
 * Changes a user, if it is still in the version that was read. A change of the username takes the new one and lets the old
 * one go in the same transaction.
 *
 * @throws {TableError} `unknown-attribute`, `no-change`, `invalid-name`, `invalid-email`, `invalid-username`,
 * `invalid-date`, `no-such-user`, `version-mismatch`, `username-taken`, `conflict`
 */
export async function updateUser(
  table: Table,
  user: UserKey,
  changes: UserChanges,
  expectedVersion: number,
): Promise<User> {
  const normalised = normaliseChanges(changes);
  const key = normaliseUserKey(user);
  const version = nextVersion(describeUser(key), expectedVersion);
  if (normalised.username !== undefined) {
    return updateWithUsername(table, key, { ...normalised, version }, normalised.username, expectedVersion);
  }
  const change = { ...key, ...withRemovals(normalised), version };
  const updated = await updateItem(userEntity(table), change, isVersion(expectedVersion));
  if ('item' in updated) return updated.item;
  if (!updated.refused) throw noSuchUser(key);
  throw versionMismatch(describeUser(key), expectedVersion, updated.refused.version);
}

function normaliseChanges(changes: UserChanges): UserChanges {
  refuseUnknown(changes, ['name', 'username', 'dateOfBirth']);
  refuseNoChange(changes);
  const { name, username, dateOfBirth } = changes;
  return {
    name: name === undefined ? undefined : normaliseName(name),
    username: isText(username) ? normaliseUsername(username) : username,
    dateOfBirth: isText(dateOfBirth) ? normaliseDate(dateOfBirth) : dateOfBirth,
  };
}

/** Which guard to let go is known once the user is read: that nobody changed it since then is what its version tells. */
async function updateWithUsername(
  table: Table,
  key: UserKey,
  changes: UserChanges & { version: number },
  username: string | null,
  expectedVersion: number,
): Promise<User> {
  const current = await readItem(userEntity(table), key);
  if (!current) throw noSuchUser(key);
  if (current.version !== expectedVersion) throw versionMismatch(describeUser(key), expectedVersion, current.version);
  const update = userEntity(table)
    .build(UpdateTransaction)
    // By the address as it was written: it is set anew.
    .item({ companyName: current.companyName, email: current.email, ...withRemovals(changes) })
    .options({ condition: { and: [{ attr: 'email', exists: true }, isVersion(expectedVersion)] } });
  const refusal = await transact(update, ...changeGuard(table, key, current.username, username));
  if (!refusal) return applyChanges(current, changes) as User;
  if (refusal.refused[0]) throw versionMismatch(describeUser(key), expectedVersion, undefined, refusal.cause);
  throw usernameTaken(username ?? '', refusal.cause);
}

/** Nothing where only the case of letters changes: the guard's key is the same. */
function changeGuard(table: Table, key: UserKey, from: string | undefined, to: string | null): Write[] {
  if (isText(from) && isText(to) && isSameUsername(from, to)) return [];
  return [
    ...(isText(from) ? [releaseUsername(table, from)] : []),
    ...(isText(to) ? [takeUsername(table, to, key)] : []),
  ];
}

const isText = (value: string | null | undefined): value is string => typeof value === 'string';
