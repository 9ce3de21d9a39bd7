import { addMembership, addMembershipPattern } from '../../../../table/patterns/add-membership';
import { countMembership, countMembershipPattern } from '../../../../table/patterns/count-membership';
import { listMembers, listMembersPattern } from '../../../../table/patterns/list-members';
import { listMemberships, listMembershipsPattern } from '../../../../table/patterns/list-memberships';
import { removeMembership, removeMembershipPattern } from '../../../../table/patterns/remove-membership';
import type { Table } from '../../../../table/table';
import { newCompany, newName, newUser } from './items';
import type { Scenario } from './scenario';

/** By the name of the access pattern. */
export const MEMBERSHIP_SCENARIOS: Record<string, Scenario> = {
  [addMembershipPattern.name]: async (table, owner) => {
    const membership = { companyName: (await newCompany(owner)).name, user: await newUser(owner) };
    await addMembership(table, membership);
    // Who is a member already is read.
    await addMembership(table, membership);
    // So is a user who is asked for in another case than the user's own.
    const { companyName, email } = membership.user;
    await addMembership(table, { ...membership, user: { companyName, email: email.toUpperCase() } });
  },

  [removeMembershipPattern.name]: async (table, owner) => removeMembership(table, await newMembership(owner)),

  [listMembersPattern.name]: async (table, owner) => listMembers(table, (await newMembership(owner)).companyName),

  [listMembershipsPattern.name]: async (table, owner) => listMemberships(table, (await newMembership(owner)).user),

  [countMembershipPattern.name]: async (table, owner) => {
    const { name: companyName } = await newCompany(owner);
    await countMembership(table, { companyName, change: 1, eventId: newName() });
  },
};

async function newMembership(owner: Table) {
  const membership = { companyName: (await newCompany(owner)).name, user: await newUser(owner) };
  await addMembership(owner, membership);
  return membership;
}
