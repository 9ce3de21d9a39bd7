import { acceptInvitation, acceptInvitationPattern } from '../../../../table/patterns/accept-invitation';
import { inviteUsers, inviteUsersPattern } from '../../../../table/patterns/invite-users';
import { listInvitations, listInvitationsPattern } from '../../../../table/patterns/list-invitations';
import type { Table } from '../../../../table/table';
import { newCompany, newName } from './items';
import type { Scenario } from './scenario';

/** By the name of the access pattern. */
export const INVITATION_SCENARIOS: Record<string, Scenario> = {
  [inviteUsersPattern.name]: async (table, owner) => {
    const { name } = await newCompany(owner);
    await inviteUsers(table, name, ['ada@example.com', 'grace@example.com']);
  },

  [listInvitationsPattern.name]: async (table, owner) =>
    listInvitations(table, (await newInvitation(owner)).companyName),

  [acceptInvitationPattern.name]: async (table, owner) =>
    acceptInvitation(table, await newInvitation(owner), { name: 'Ada Lovelace', username: newName() }),
};

async function newInvitation(owner: Table): Promise<{ companyName: string; email: string }> {
  const { name: companyName } = await newCompany(owner);
  const email = 'ada@example.com';
  await inviteUsers(owner, companyName, [email]);
  return { companyName, email };
}
