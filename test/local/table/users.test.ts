import { createUser } from '../../../table/patterns/create-user';
import { findUsers } from '../../../table/patterns/find-users';
import { getUser } from '../../../table/patterns/get-user';
import { getUserByUsername } from '../../../table/patterns/get-user-by-username';
import { listUsers } from '../../../table/patterns/list-users';
import { createTestTable, type TestTable } from '../../support/test-table';
import { allPages, createCompanyWith } from './support/companies';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await createTestTable();
});
afterAll(() => testTable.remove());

const companyWith = (name: string, ...emails: string[]) => createCompanyWith(testTable.table, name, ...emails);

test('a user that was created is found in the company, whatever the case of the address', async () => {
  await companyWith('Lower');
  const user = { companyName: 'Lower', email: 'Ada@Example.com', name: 'Ada Lovelace' };
  await expect(createUser(testTable.table, user)).resolves.toEqual({ ...user, version: 1 });
  await expect(getUser(testTable.table, 'Lower', 'ada@example.com')).resolves.toEqual({ ...user, version: 1 });
});

test('a user can’t be created in a company that does not exist', async () => {
  const user = { companyName: 'Nowhere', email: 'ada@example.com', name: 'Ada' };
  await expect(createUser(testTable.table, user)).rejects.toMatchObject({ code: 'no-such-company' });
  await expect(getUser(testTable.table, 'Nowhere', 'ada@example.com')).resolves.toBeUndefined();
});

test('a company has one user with an e-mail address, and a second leaves the first as it is', async () => {
  await companyWith('Single', 'ada@example.com');
  const second = { companyName: 'Single', email: 'ADA@example.com', name: 'Another' };
  await expect(createUser(testTable.table, second)).rejects.toMatchObject({ code: 'already-exists' });
  await expect(getUser(testTable.table, 'Single', 'ada@example.com')).resolves.toMatchObject({ name: 'A user' });
});

test('many users can be created in one company at once', async () => {
  await companyWith('Busy');
  const emails = Array.from({ length: 20 }, (_, index) => `user-${index}@example.com`);
  await Promise.all(emails.map((email) => createUser(testTable.table, { companyName: 'Busy', email, name: 'A user' })));
  const { users } = await listUsers(testTable.table, 'Busy');
  expect(users.map(({ email }) => email).sort()).toEqual(emails.sort());
});

test('users are found by e-mail address in every company, in pages and in the order of the companies', async () => {
  await companyWith('Second', 'both@example.com');
  await companyWith('First', 'Both@example.com', 'other@example.com');
  const pages = await allPages((cursor) => findUsers(testTable.table, 'BOTH@example.com', { limit: 1, cursor }));
  expect(pages.flat()).toEqual(['First: Both@example.com', 'Second: both@example.com']);
  expect(pages[0]).toHaveLength(1);
});

test('an e-mail address that nobody has finds nobody', async () => {
  await expect(findUsers(testTable.table, 'nobody@example.com')).resolves.toEqual({ users: [] });
});

test('a user with an attribute that nobody knows is refused', async () => {
  await companyWith('Strict');
  const user = { companyName: 'Strict', email: 'ada@example.com', name: 'Ada', phone: '1' };
  await expect(createUser(testTable.table, user)).rejects.toMatchObject({ code: 'unknown-attribute' });
});

test('users who race for one username: one is created, with it', async () => {
  await companyWith('Race');
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, (_, index) =>
      createUser(testTable.table, {
        companyName: 'Race',
        email: `user-${index}@example.com`,
        name: 'A user',
        username: index % 2 === 0 ? 'first' : 'First',
      }),
    ),
  );
  const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(winners).toEqual([await getUserByUsername(testTable.table, 'FIRST')]);
  await expect(listUsers(testTable.table, 'Race')).resolves.toEqual({ users: winners });
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'username-taken' });
  }
});
