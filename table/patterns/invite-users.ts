import type { AccessPattern } from '../access-pattern';
import { companyEntity } from '../entities/company';
import { type Invitation, invitationEntity } from '../entities/invitation';
import { TableError } from '../errors';
import { putItems } from '../foundation/put-items';
import { readItem } from '../foundation/read-item';
import { secondsFromNow } from '../foundation/time';
import { invitationKeys } from '../keys';
import { normaliseEmail, normaliseName } from '../names';
import { LONGEST_VALIDITY, USUAL_VALIDITY } from '../parts/invitation-validity';
import { noSuchCompany } from '../parts/missing';
import type { Table } from '../table';

export const inviteUsersPattern: AccessPattern = {
  name: 'inviteUsers',
  summary: 'Invites any number of people to become users of a company.',
  requests: [
    { action: 'GetItem', entity: 'Company', key: 'pk = company#{companyName} and sk = company#' },
    { action: 'BatchWriteItem', entity: 'Invitation', key: 'pk = company#{companyName} and sk = invitation#{email}' },
  ],
};

/**
 * Invites people to become users of a company. Who was invited before is invited anew. A batch is no transaction: where it
 * fails, a part of the invitations may be there, and a second call is the remedy.
 *
 * @param validForSeconds whole seconds from 1 to a year. Default: seven days
 * @returns one invitation for each address, in their order; an address that comes twice counts once
 * @throws {TableError} `invalid-name`, `invalid-email`, `invalid-range`, `no-such-company`, `throttled`
 */
export async function inviteUsers(
  table: Table,
  companyName: string,
  emails: readonly string[],
  validForSeconds = USUAL_VALIDITY,
): Promise<Invitation[]> {
  const name = normaliseName(companyName);
  if (!Number.isInteger(validForSeconds) || validForSeconds < 1 || validForSeconds > LONGEST_VALIDITY) {
    throw new TableError(
      'invalid-range',
      `An invitation can't be valid for ${validForSeconds} seconds. Give a whole number from 1 to ${LONGEST_VALIDITY}.`,
    );
  }
  const expiresAt = secondsFromNow(validForSeconds);
  const invitations = emails.map((email) => ({ companyName: name, email: normaliseEmail(email), expiresAt }));
  const distinct = [
    ...new Map(invitations.map((invitation) => [invitationKeys.sk.format(invitation), invitation])).values(),
  ];
  if (!(await readItem(companyEntity(table), { name }))) throw noSuchCompany(name);
  await putItems(invitationEntity(table), distinct);
  return distinct;
}
