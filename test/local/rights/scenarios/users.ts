import { addMembership } from '../../../../table/patterns/add-membership';
import { createUser, createUserPattern } from '../../../../table/patterns/create-user';
import { findUsers, findUsersPattern } from '../../../../table/patterns/find-users';
import { getUser, getUserPattern } from '../../../../table/patterns/get-user';
import { getUserByUsername, getUserByUsernamePattern } from '../../../../table/patterns/get-user-by-username';
import { getUsers, getUsersPattern } from '../../../../table/patterns/get-users';
import { listUsers, listUsersPattern } from '../../../../table/patterns/list-users';
import {
  listUsersByDateOfBirth,
  listUsersByDateOfBirthPattern,
} from '../../../../table/patterns/list-users-by-date-of-birth';
import { removeUser, removeUserPattern } from '../../../../table/patterns/remove-user';
import { updateUser, updateUserPattern } from '../../../../table/patterns/update-user';
import { newCompany, newName, newUser } from './items';
import type { Scenario } from './scenario';

/** By the name of the access pattern. */
export const USER_SCENARIOS: Record<string, Scenario> = {
  [createUserPattern.name]: async (table, owner) => {
    const { name: companyName } = await newCompany(owner);
    await createUser(table, { companyName, email: 'ada@example.com', name: 'Ada', username: newName() });
  },

  [getUserPattern.name]: async (table, owner) => {
    const { companyName, email } = await newUser(owner);
    await getUser(table, companyName, email);
  },

  [getUsersPattern.name]: async (table, owner) => getUsers(table, [await newUser(owner), await newUser(owner)]),

  [updateUserPattern.name]: async (table, owner) => {
    const user = await newUser(owner, { username: newName() });
    const { version } = await updateUser(table, user, { dateOfBirth: '1815-12-10' }, user.version);
    await updateUser(table, user, { username: newName() }, version);
  },

  [removeUserPattern.name]: async (table, owner) => {
    const user = await newUser(owner, { username: newName() });
    await addMembership(owner, { companyName: user.companyName, user });
    await removeUser(table, user);
  },

  [listUsersPattern.name]: async (table, owner) => {
    const { companyName } = await newUser(owner);
    await listUsers(table, companyName, { prefix: 'a' });
    await listUsers(table, companyName, { from: 'a', to: 'z' });
  },

  [findUsersPattern.name]: async (table, owner) => findUsers(table, (await newUser(owner)).email),

  [getUserByUsernamePattern.name]: async (table, owner) => {
    const username = newName();
    await newUser(owner, { username });
    await getUserByUsername(table, username);
  },

  [listUsersByDateOfBirthPattern.name]: async (table, owner) => {
    const { companyName } = await newUser(owner, { dateOfBirth: '1815-12-10' });
    await listUsersByDateOfBirth(table, companyName);
    await listUsersByDateOfBirth(table, companyName, { from: '1815-01-01', to: '1815-12-31' });
  },
};
