import { encodeCursor } from '../../../table/foundation/cursor';
import { createUser } from '../../../table/patterns/create-user';
import { findUsers } from '../../../table/patterns/find-users';
import { listUsers } from '../../../table/patterns/list-users';
import { removeUser } from '../../../table/patterns/remove-user';
import { createTestTable, type TestTable } from '../../support/test-table';
import { allPages, createCompanyWith } from './support/companies';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await createTestTable();
});
afterAll(() => testTable.remove());

const companyWith = (name: string, ...emails: string[]) => createCompanyWith(testTable.table, name, ...emails);

test('the users of a company are listed in pages, without the company and without those of another', async () => {
  await companyWith('Paged', 'c@example.com', 'a@example.com', 'b@example.com');
  await companyWith('Paged more', 'd@example.com');
  const pages = await allPages((cursor) => listUsers(testTable.table, 'Paged', { limit: 2, cursor }));
  expect(pages).toEqual([['Paged: a@example.com', 'Paged: b@example.com'], ['Paged: c@example.com']]);
});

test('a company without users has an empty list', async () => {
  await companyWith('Empty');
  await expect(listUsers(testTable.table, 'Empty')).resolves.toEqual({ users: [] });
});

test('a page that holds the last of the users has no cursor', async () => {
  await companyWith('Exact', 'a@example.com', 'b@example.com');
  const { users, cursor } = await listUsers(testTable.table, 'Exact', { limit: 2 });
  expect(users).toHaveLength(2);
  expect(cursor).toBeUndefined();
});

test('a cursor goes on after its last user, whatever has been added or removed since', async () => {
  await companyWith('Moving', 'b@example.com', 'd@example.com', 'f@example.com');
  const { cursor } = await listUsers(testTable.table, 'Moving', { limit: 2 });
  await removeUser(testTable.table, { companyName: 'Moving', email: 'd@example.com' });
  for (const email of ['c@example.com', 'e@example.com']) {
    await createUser(testTable.table, { companyName: 'Moving', email, name: 'A user' });
  }
  const { users } = await listUsers(testTable.table, 'Moving', { cursor });
  expect(users.map(({ email }) => email)).toEqual(['e@example.com', 'f@example.com']);
});

test('the cursor of one company is none of another', async () => {
  await companyWith('Mine', 'a@example.com', 'b@example.com');
  const { cursor } = await listUsers(testTable.table, 'Mine', { limit: 1 });
  await expect(listUsers(testTable.table, 'Yours', { cursor })).rejects.toMatchObject({ code: 'invalid-cursor' });
  await expect(findUsers(testTable.table, 'a@example.com', { cursor })).rejects.toMatchObject({
    code: 'invalid-cursor',
  });
});

test.each([
  ['longer than a key may be', { pk: 'company#Mine', sk: `user#${'a'.repeat(1020)}` }],
  ['no text', { pk: 'company#Mine', sk: null }],
])('a cursor with a sort key that is %s is refused before DynamoDB sees it', async (_kind, key) => {
  const cursor = encodeCursor(key);
  await expect(listUsers(testTable.table, 'Mine', { cursor })).rejects.toMatchObject({ code: 'invalid-cursor' });
});

test.each([0, 101, 1.5, Number.NaN])('the limit %p is refused', async (limit) => {
  await expect(listUsers(testTable.table, 'Mine', { limit })).rejects.toMatchObject({ code: 'invalid-limit' });
});
describe('a part of a company’s users', () => {
  beforeAll(() => companyWith('Range', 'ada@example.com', 'Alan@example.com', 'bob@example.com', 'c#@example.com'));

  test.each([
    ['with a prefix in any case', { prefix: 'A' }, ['ada@example.com', 'Alan@example.com']],
    ['with a whole address for a prefix', { prefix: 'bob@example.com' }, ['bob@example.com']],
    ['with a separator in the prefix', { prefix: 'c#' }, ['c#@example.com']],
    ['from an address on', { from: 'al' }, ['Alan@example.com', 'bob@example.com', 'c#@example.com']],
    ['up to an address, itself included', { to: 'alan@example.com' }, ['ada@example.com', 'Alan@example.com']],
    ['between two', { from: 'ada@example.com', to: 'b' }, ['ada@example.com', 'Alan@example.com']],
    ['where there is none', { prefix: 'zoe' }, []],
  ])('is what is %s', async (_kind, range, emails) => {
    const { users } = await listUsers(testTable.table, 'Range', range);
    expect(users.map(({ email }) => email)).toEqual(emails);
    const pages = await allPages((cursor) => listUsers(testTable.table, 'Range', { ...range, limit: 1, cursor }));
    expect(pages.flat()).toEqual(emails.map((email) => `Range: ${email}`));
  });

  test.each([
    { from: 'b', to: 'a' },
    { prefix: 'a', from: 'a' },
    { prefix: '', to: 'a' },
  ])('is not %j', async (range) => {
    await expect(listUsers(testTable.table, 'Range', range)).rejects.toMatchObject({ code: 'invalid-range' });
  });

  test('has no cursor of another part', async () => {
    const { cursor } = await listUsers(testTable.table, 'Range', { limit: 1 });
    for (const range of [{ prefix: 'b' }, { from: 'b' }]) {
      await expect(listUsers(testTable.table, 'Range', { ...range, cursor })).rejects.toMatchObject({
        code: 'invalid-cursor',
      });
    }
  });
});
