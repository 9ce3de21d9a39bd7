import { encodeCursor } from '../../../table/foundation/cursor';
import type { UserPage } from '../../../table/parts/query-users';
import { createCompany } from '../../../table/patterns/create-company';
import { createUser } from '../../../table/patterns/create-user';
import { findUsers } from '../../../table/patterns/find-users';
import { getUser } from '../../../table/patterns/get-user';
import { listUsers } from '../../../table/patterns/list-users';
import { createTestTable, type TestTable } from '../../support/test-table';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await createTestTable();
});
afterAll(() => testTable.remove());

/** A company with users of these e-mail addresses. */
async function companyWith(name: string, ...emails: string[]): Promise<void> {
  await createCompany(testTable.table, { name });
  for (const email of emails) await createUser(testTable.table, { companyName: name, email, name: 'A user' });
}

/** The e-mail addresses and companies of each page, until there is no cursor any more. */
async function allPages(read: (cursor?: string) => Promise<UserPage>): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await read(cursor);
    pages.push(page.users.map(({ companyName, email }) => `${companyName}: ${email}`));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return pages;
}

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
