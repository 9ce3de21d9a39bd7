import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { addMembership } from '../../../table/patterns/add-membership';
import { createCompany } from '../../../table/patterns/create-company';
import { createUser } from '../../../table/patterns/create-user';
import { findUsers } from '../../../table/patterns/find-users';
import { getUser } from '../../../table/patterns/get-user';
import { getUserByUsername } from '../../../table/patterns/get-user-by-username';
import { listMembers } from '../../../table/patterns/list-members';
import { listMemberships } from '../../../table/patterns/list-memberships';
import { removeUser } from '../../../table/patterns/remove-user';
import { updateUser } from '../../../table/patterns/update-user';
import { createTestTable, type TestTable } from '../../support/test-table';
import { createCompanyWith } from './support/companies';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await createTestTable();
});
afterAll(() => testTable.remove());

const companyWith = (name: string, ...emails: string[]) => createCompanyWith(testTable.table, name, ...emails);

describe('removing a user', () => {
  test('lets the username go and ends the memberships', async () => {
    await companyWith('Left');
    await companyWith('Joined');
    const user = { companyName: 'Left', email: 'ada@example.com', name: 'Ada', username: 'left' };
    await createUser(testTable.table, user);
    for (const companyName of ['Left', 'Joined']) await addMembership(testTable.table, { companyName, user });

    await expect(removeUser(testTable.table, user)).resolves.toBe(true);

    await expect(getUser(testTable.table, 'Left', 'ada@example.com')).resolves.toBeUndefined();
    await expect(getUserByUsername(testTable.table, 'left')).resolves.toBeUndefined();
    await expect(findUsers(testTable.table, 'ada@example.com')).resolves.toMatchObject({
      users: expect.not.arrayContaining([expect.objectContaining({ companyName: 'Left' })]),
    });
    await expect(listMembers(testTable.table, 'Joined')).resolves.toEqual({ memberships: [] });
    await expect(listMemberships(testTable.table, user)).resolves.toEqual({ memberships: [] });
  });

  test('who is not there says so, and ends what memberships are left', async () => {
    await companyWith('Half', 'ada@example.com');
    const user = { companyName: 'Half', email: 'ada@example.com' };
    await addMembership(testTable.table, { companyName: 'Half', user });
    // As where the process ended between the two steps.
    await testTable.client.send(
      new DeleteItemCommand({
        TableName: testTable.name,
        Key: { pk: { S: 'company#Half' }, sk: { S: 'user#ada@example.com' } },
      }),
    );
    await expect(removeUser(testTable.table, user)).resolves.toBe(false);
    await expect(listMembers(testTable.table, 'Half')).resolves.toEqual({ memberships: [] });
    await expect(removeUser(testTable.table, user)).resolves.toBe(false);
  });

  test('ends more memberships than a page holds', async () => {
    await companyWith('Busy joiner', 'ada@example.com');
    const user = { companyName: 'Busy joiner', email: 'ada@example.com' };
    const companies = Array.from({ length: 30 }, (_, index) => `Joined ${index}`);
    for (const companyName of companies) {
      await createCompany(testTable.table, { name: companyName });
      await addMembership(testTable.table, { companyName, user });
    }
    await removeUser(testTable.table, user);
    await expect(listMemberships(testTable.table, user)).resolves.toEqual({ memberships: [] });
    for (const companyName of companies) {
      await expect(listMembers(testTable.table, companyName)).resolves.toEqual({ memberships: [] });
    }
  });

  test('leaves one in another version as it is', async () => {
    await companyWith('Kept', 'ada@example.com');
    const user = { companyName: 'Kept', email: 'ada@example.com' };
    await updateUser(testTable.table, user, { name: 'Changed' }, 1);
    await expect(removeUser(testTable.table, user, 1)).rejects.toMatchObject({ code: 'version-mismatch' });
    await expect(getUser(testTable.table, 'Kept', user.email)).resolves.toMatchObject({ name: 'Changed', version: 2 });
    await expect(removeUser(testTable.table, user, 2)).resolves.toBe(true);
  });

  test('while others change the user removes it with the username it has by then', async () => {
    await companyWith('Hunted');
    const user = { companyName: 'Hunted', email: 'ada@example.com', name: 'Ada', username: 'hunted-0' };
    await createUser(testTable.table, user);
    const changes = [1, 2, 3].map((number) =>
      updateUser(testTable.table, user, { username: `hunted-${number}` }, 1).catch((error: unknown) => error),
    );
    await Promise.all([...changes, removeUser(testTable.table, user)]);
    await expect(getUser(testTable.table, 'Hunted', user.email)).resolves.toBeUndefined();
    for (const number of [0, 1, 2, 3]) {
      const username = `hunted-${number}`;
      await companyWith(`Heir ${number}`);
      const heir = { companyName: `Heir ${number}`, email: 'heir@example.com', name: 'Heir', username };
      await expect(createUser(testTable.table, heir)).resolves.toMatchObject({ username });
    }
  });
});
