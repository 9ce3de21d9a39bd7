import type { AccessPattern } from '../access-pattern';
import { type Invitation, invitationEntity } from '../entities/invitation';
import { type PageRequest, readPage } from '../foundation/page';
import { nowInSeconds } from '../foundation/time';
import { invitationKeys } from '../keys';
import { normaliseName } from '../names';
import type { Table } from '../table';

export const listInvitationsPattern: AccessPattern = {
  name: 'listInvitations',
  summary: 'The invitations to a company that have not expired.',
  requests: [
    { action: 'Query', entity: 'Invitation', key: 'pk = company#{companyName} and begins_with(sk, invitation#)' },
  ],
};

/** One page of a list of invitations. Where there is no `cursor`, it is the last one. */
export interface InvitationPage {
  invitations: Invitation[];
  cursor?: string;
}

/**
 * The invitations to a company in the order of their e-mail addresses, a page at a time. DynamoDB deletes an item within a
 * few days after it has expired; until then it is left out here.
 *
 * @throws {TableError} `invalid-name`, `invalid-limit`, `invalid-cursor`
 */
export async function listInvitations(
  table: Table,
  companyName: string,
  page: PageRequest = {},
): Promise<InvitationPage> {
  const partition = invitationKeys.pk.format({ companyName: normaliseName(companyName) });
  const query = { partition, range: { beginsWith: invitationKeys.sk.prefix() } };
  const filter = { attr: 'expiresAt', gt: nowInSeconds() } as const;
  const { items: invitations, ...rest } = await readPage(table, invitationEntity(table), query, page, { filter });
  return { invitations, ...rest };
}
