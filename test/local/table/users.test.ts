import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { encodeCursor } from '../../../table/foundation/cursor';
import type { UserPage } from '../../../table/parts/query-users';
import { addMembership } from '../../../table/patterns/add-membership';
import { createCompany } from '../../../table/patterns/create-company';
import { createUser } from '../../../table/patterns/create-user';
import { findUsers } from '../../../table/patterns/find-users';
import { getUser } from '../../../table/patterns/get-user';
import { getUserByUsername } from '../../../table/patterns/get-user-by-username';
import { listMembers } from '../../../table/patterns/list-members';
import { listMemberships } from '../../../table/patterns/list-memberships';
import { listUsers } from '../../../table/patterns/list-users';
import { listUsersByDateOfBirth } from '../../../table/patterns/list-users-by-date-of-birth';
import { removeUser } from '../../../table/patterns/remove-user';
import { updateUser } from '../../../table/patterns/update-user';
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

describe('users by their dates of birth', () => {
  beforeAll(async () => {
    await companyWith('Births', 'ageless@example.com');
    for (const [email, dateOfBirth] of births) {
      await createUser(testTable.table, { companyName: 'Births', email, name: 'A user', dateOfBirth });
    }
  });

  test.each([
    ['all who have one', {}, ['1815', '1906', '1906', '1912']],
    ['from a day on', { from: '1906-12-09' }, ['1906', '1906', '1912']],
    ['up to a day', { to: '1815-12-10' }, ['1815']],
    ['between two days', { from: '1815-12-11', to: '1906-12-09' }, ['1906', '1906']],
    ['none', { from: '2000-01-01' }, []],
  ])('are in the order of the dates: %s', async (_kind, range, years) => {
    const { users } = await listUsersByDateOfBirth(testTable.table, 'Births', range);
    expect(users.map(({ dateOfBirth }) => dateOfBirth?.slice(0, 4))).toEqual(years);
    const pages = await allPages((cursor) =>
      listUsersByDateOfBirth(testTable.table, 'Births', { ...range, limit: 1, cursor }),
    );
    expect(pages.flat()).toEqual(users.map(({ email }) => `Births: ${email}`));
  });

  test('leave who removes the date', async () => {
    await companyWith('Ageless');
    const user = { companyName: 'Ageless', email: 'a@example.com', name: 'A user', dateOfBirth: '1815-12-10' };
    await createUser(testTable.table, user);
    await updateUser(testTable.table, user, { dateOfBirth: null }, 1);
    await expect(listUsersByDateOfBirth(testTable.table, 'Ageless')).resolves.toEqual({ users: [] });
  });

  test.each([
    ['invalid-range', { from: '2000-01-01', to: '1999-12-31' }],
    ['invalid-date', { from: '1815' }],
    ['invalid-date', { to: '1815-02-30' }],
  ])('%s: %j', async (code, range) => {
    await expect(listUsersByDateOfBirth(testTable.table, 'Births', range)).rejects.toMatchObject({ code });
  });

  const births = [
    ['turing@example.com', '1912-06-23'],
    ['lovelace@example.com', '1815-12-10'],
    ['hopper@example.com', '1906-12-09'],
    ['twin@example.com', '1906-12-09'],
  ] as const;
});

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
