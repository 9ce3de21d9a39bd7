import { DeleteTransaction } from 'dynamodb-toolbox/entity/actions/transactDelete';
import type { AccessPattern } from '../access-pattern';
import { invitationEntity } from '../entities/invitation';
import type { User } from '../entities/user';
import { TableError } from '../errors';
import { nowInSeconds } from '../foundation/time';
import { type NewUser, putNewUser } from '../parts/new-user';
import { normaliseUserKey, type UserKey } from '../parts/user-key';
import type { Table } from '../table';

export const acceptInvitationPattern: AccessPattern = {
  name: 'acceptInvitation',
  summary: 'Makes a user of an invitation that has not expired, which is used up.',
  requests: [
    {
      action: 'DeleteItem',
      entity: 'Invitation',
      key: 'pk = company#{companyName} and sk = invitation#{email}',
      transaction: true,
    },
    {
      action: 'ConditionCheckItem',
      entity: 'Company',
      key: 'pk = company#{companyName} and sk = company#',
      transaction: true,
    },
    { action: 'PutItem', entity: 'User', key: 'pk = company#{companyName} and sk = user#{email}', transaction: true },
    { action: 'PutItem', entity: 'Username', key: 'pk = username#{username} and sk = username#', transaction: true },
  ],
};

/**
 * Makes a user of an invitation, which is used up by it: one transaction.
 *
 * @throws {TableError} `no-such-invitation`, and all that createUser() throws
 */
export async function acceptInvitation(
  table: Table,
  invitation: UserKey,
  user: Omit<NewUser, keyof UserKey>,
): Promise<User> {
  const key = normaliseUserKey(invitation);
  const useUp = invitationEntity(table)
    .build(DeleteTransaction)
    .key(key)
    .options({ condition: { attr: 'expiresAt', gt: nowInSeconds() } });
  const noSuchInvitation = (cause: unknown) =>
    new TableError(
      'no-such-invitation',
      `There is no invitation of ${key.email} to company ${key.companyName}, or it has expired. Ask for another one.`,
      { cause },
    );
  return putNewUser(table, { ...user, ...key }, { write: useUp, refused: noSuchInvitation });
}
