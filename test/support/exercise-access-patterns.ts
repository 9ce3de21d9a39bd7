import { acceptInvitation } from '../../table/patterns/accept-invitation';
import { addMembership } from '../../table/patterns/add-membership';
import { countMembership } from '../../table/patterns/count-membership';
import { createCompany } from '../../table/patterns/create-company';
import { createUser } from '../../table/patterns/create-user';
import { findUsers } from '../../table/patterns/find-users';
import { getCompany } from '../../table/patterns/get-company';
import { getMemberCount } from '../../table/patterns/get-member-count';
import { getUser } from '../../table/patterns/get-user';
import { getUserByUsername } from '../../table/patterns/get-user-by-username';
import { getUsers } from '../../table/patterns/get-users';
import { inviteUsers } from '../../table/patterns/invite-users';
import { listInvitations } from '../../table/patterns/list-invitations';
import { listMembers } from '../../table/patterns/list-members';
import { listMemberships } from '../../table/patterns/list-memberships';
import { listUsers } from '../../table/patterns/list-users';
import { listUsersByDateOfBirth } from '../../table/patterns/list-users-by-date-of-birth';
import { removeMembership } from '../../table/patterns/remove-membership';
import { removeUser } from '../../table/patterns/remove-user';
import { updateCompany } from '../../table/patterns/update-company';
import { updateUser } from '../../table/patterns/update-user';
import type { Table } from '../../table/table';

/**
 * Uses one access pattern in all its ways, so that it makes each kind of request that it can make.
 *
 * @param table what the pattern is called with; `setup` is the same table, for all that has to be there before
 */
type Exercise = (table: Table, setup: Table) => Promise<void>;

/** An exercise for each access pattern, by its name. Each works in a company of its own. */
export const exercises: Record<string, Exercise> = {
  createCompany: async (table) => {
    await createCompany(table, { name: 'createCompany', description: 'Made to be recorded' });
  },
  getCompany: async (table) => {
    await getCompany(table, 'getCompany');
  },
  updateCompany: async (table, setup) => {
    await createCompany(setup, { name: 'updateCompany' });
    await updateCompany(table, 'updateCompany', { description: 'Changed' }, 1);
  },
  createUser: async (table, setup) => {
    await createCompany(setup, { name: 'createUser' });
    await createUser(table, { ...ada('createUser'), username: 'create-user' });
  },
  getUser: async (table) => {
    await getUser(table, 'getUser', 'ada@example.com');
  },
  getUsers: async (table) => {
    await getUsers(table, [ada('getUsers')]);
  },
  updateUser: async (table, setup) => {
    await createCompany(setup, { name: 'updateUser' });
    await createUser(setup, ada('updateUser'));
    await updateUser(table, ada('updateUser'), { name: 'Augusta Ada' }, 1);
    await updateUser(table, ada('updateUser'), { username: 'update-user' }, 2);
    await updateUser(table, ada('updateUser'), { username: null }, 3);
  },
  removeUser: async (table, setup) => {
    await createCompany(setup, { name: 'removeUser' });
    await createUser(setup, { ...ada('removeUser'), username: 'remove-user' });
    await addMembership(setup, { companyName: 'removeUser', user: ada('removeUser') });
    await removeUser(table, ada('removeUser'));
  },
  listUsers: async (table) => {
    await listUsers(table, 'listUsers', { prefix: 'a' });
    await listUsers(table, 'listUsers', { from: 'a', to: 'b' });
  },
  findUsers: async (table) => {
    await findUsers(table, 'ada@example.com');
  },
  getUserByUsername: async (table, setup) => {
    await createCompany(setup, { name: 'getUserByUsername' });
    await createUser(setup, { ...ada('getUserByUsername'), username: 'get-user' });
    await getUserByUsername(table, 'get-user');
  },
  listUsersByDateOfBirth: async (table) => {
    await listUsersByDateOfBirth(table, 'listUsersByDateOfBirth');
    await listUsersByDateOfBirth(table, 'listUsersByDateOfBirth', { from: '1815-01-01', to: '1815-12-31' });
  },
  addMembership: async (table, setup) => {
    await createCompany(setup, { name: 'addMembership' });
    await createUser(setup, ada('addMembership'));
    await addMembership(table, { companyName: 'addMembership', user: ada('addMembership') });
    await addMembership(table, { companyName: 'addMembership', user: ada('addMembership') });
  },
  removeMembership: async (table) => {
    await removeMembership(table, { companyName: 'removeMembership', user: ada('removeMembership') });
  },
  listMembers: async (table) => {
    await listMembers(table, 'listMembers');
  },
  listMemberships: async (table) => {
    await listMemberships(table, ada('listMemberships'));
  },
  getMemberCount: async (table) => {
    await getMemberCount(table, 'getMemberCount');
  },
  countMembership: async (table) => {
    await countMembership(table, { companyName: 'countMembership', change: 1, eventId: 'count-membership' });
  },
  inviteUsers: async (table, setup) => {
    await createCompany(setup, { name: 'inviteUsers' });
    await inviteUsers(table, 'inviteUsers', ['ada@example.com']);
  },
  listInvitations: async (table) => {
    await listInvitations(table, 'listInvitations');
  },
  acceptInvitation: async (table, setup) => {
    await createCompany(setup, { name: 'acceptInvitation' });
    await inviteUsers(setup, 'acceptInvitation', ['ada@example.com']);
    await acceptInvitation(table, ada('acceptInvitation'), { name: 'Ada', username: 'accept-invitation' });
  },
};

const ada = (companyName: string) => ({ companyName, email: 'ada@example.com', name: 'Ada' });
