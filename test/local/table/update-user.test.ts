import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { User } from '../../../table/entities/user';
import type { NewUser } from '../../../table/parts/new-user';
import { createCompany } from '../../../table/patterns/create-company';
import { createUser } from '../../../table/patterns/create-user';
import { findUsers } from '../../../table/patterns/find-users';
import { getUser } from '../../../table/patterns/get-user';
import { getUserByUsername } from '../../../table/patterns/get-user-by-username';
import { updateUser } from '../../../table/patterns/update-user';
import { createTestTable, type TestTable } from '../../support/test-table';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await createTestTable();
});
afterAll(() => testTable.remove());

/** A user in a company of their own. */
async function newUser(companyName: string, attributes: Partial<NewUser> = {}): Promise<User> {
  await createCompany(testTable.table, { name: companyName });
  return createUser(testTable.table, { companyName, email: 'ada@example.com', name: 'Ada', ...attributes });
}

const read = ({ companyName, email }: User) => getUser(testTable.table, companyName, email);

test('a change makes the next version, and what it does not name stays', async () => {
  const user = await newUser('Changed', { dateOfBirth: '1815-12-10', username: 'changed' });
  const changed = { ...user, name: 'Augusta Ada', version: 2 };
  await expect(updateUser(testTable.table, user, { name: ' Augusta Ada ' }, 1)).resolves.toEqual(changed);
  await expect(read(user)).resolves.toEqual(changed);
});

test('null removes an attribute', async () => {
  const user = await newUser('Ageless', { dateOfBirth: '1815-12-10' });
  const updated = await updateUser(testTable.table, user, { dateOfBirth: null }, 1);
  expect(updated).not.toHaveProperty('dateOfBirth');
  expect(await read(user)).toEqual(updated);
});

test('a changed user is still found by the e-mail address', async () => {
  const user = await newUser('Indexed', { email: 'indexed@example.com' });
  const changed = await updateUser(testTable.table, user, { name: 'Changed' }, 1);
  await expect(findUsers(testTable.table, 'indexed@example.com')).resolves.toEqual({ users: [changed] });
});

test.each([{ name: 'Augusta Ada' }, { username: 'cased' }])(
  'the change %j by an address in another case leaves the address as it was written',
  async (changes) => {
    const user = await newUser(`Cased ${Object.keys(changes)}`, { email: 'Ada@Example.com' });
    const changed = { ...user, ...changes, version: 2 };
    const key = { ...user, email: 'ada@example.com' };
    await expect(updateUser(testTable.table, key, changes, 1)).resolves.toEqual(changed);
    await expect(read(user)).resolves.toEqual(changed);
  },
);

test('a new username is taken and the old one let go', async () => {
  const user = await newUser('Renamed', { username: 'before' });
  const changed = { ...user, username: 'after', dateOfBirth: '1815-12-10', version: 2 };
  const changes = { username: 'after', dateOfBirth: '1815-12-10' };
  await expect(updateUser(testTable.table, user, changes, 1)).resolves.toEqual(changed);
  await expect(getUserByUsername(testTable.table, 'After')).resolves.toEqual(changed);
  await expect(getUserByUsername(testTable.table, 'before')).resolves.toBeUndefined();
  await expect(newUser('Renamed too', { username: 'before' })).resolves.toMatchObject({ username: 'before' });
});

test('a username that is removed is free', async () => {
  const user = await newUser('Nameless', { username: 'removed', dateOfBirth: '1815-12-10' });
  const updated = await updateUser(
    testTable.table,
    user,
    { username: null, name: 'Augusta Ada', dateOfBirth: null },
    1,
  );
  expect(updated).toEqual({ companyName: 'Nameless', email: user.email, name: 'Augusta Ada', version: 2 });
  expect(await read(user)).toEqual(updated);
  await expect(getUserByUsername(testTable.table, 'removed')).resolves.toBeUndefined();
});

test('a username may change the case of its letters', async () => {
  const user = await newUser('Recased', { username: 'recased' });
  await expect(updateUser(testTable.table, user, { username: 'ReCased' }, 1)).resolves.toMatchObject({
    username: 'ReCased',
  });
  await expect(getUserByUsername(testTable.table, 'recased')).resolves.toMatchObject({ username: 'ReCased' });
});

test('a username that somebody has leaves everything as it is', async () => {
  await newUser('Owner', { username: 'owned' });
  const user = await newUser('Envious', { username: 'envious' });
  await expect(updateUser(testTable.table, user, { name: 'No', username: 'OWNED' }, 1)).rejects.toMatchObject({
    code: 'username-taken',
  });
  await expect(read(user)).resolves.toEqual(user);
  await expect(getUserByUsername(testTable.table, 'envious')).resolves.toEqual(user);
  await expect(getUserByUsername(testTable.table, 'owned')).resolves.toMatchObject({ companyName: 'Owner' });
});

test.each([{ name: 'No' }, { username: 'no' }])('the change %j of another version is refused', async (changes) => {
  const user = await newUser(`Newer ${Object.keys(changes)}`);
  await updateUser(testTable.table, user, { name: 'Second' }, 1);
  await expect(updateUser(testTable.table, user, changes, 1)).rejects.toMatchObject({
    code: 'version-mismatch',
    message: expect.stringContaining('is in version 2, not 1'),
  });
  await expect(read(user)).resolves.toEqual({ ...user, name: 'Second', version: 2 });
  await expect(getUserByUsername(testTable.table, 'no')).resolves.toBeUndefined();
});

test.each([{ name: 'No' }, { username: 'no' }])('the change %j does not create a user', async (changes) => {
  const missing = { companyName: 'Groundwork', email: 'missing@example.com' };
  await expect(updateUser(testTable.table, missing, changes, 1)).rejects.toMatchObject({ code: 'no-such-user' });
  await expect(getUser(testTable.table, 'Groundwork', 'missing@example.com')).resolves.toBeUndefined();
});

test('of many changes of one version at once, with and without a username, one succeeds', async () => {
  const user = await newUser('Contested', { username: 'contested' });
  const changes = Array.from({ length: 10 }, (_, index) =>
    index % 2 === 0 ? { name: `Name ${index}` } : { username: `contested-${index}` },
  );
  const outcomes = await Promise.allSettled(changes.map((change) => updateUser(testTable.table, user, change, 1)));
  const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(winners).toEqual([await read(user)]);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'version-mismatch' });
  }
  const owners = await Promise.all(
    ['contested', ...changes.flatMap(({ username }) => username ?? [])].map((username) =>
      getUserByUsername(testTable.table, username),
    ),
  );
  expect(owners.filter((owner) => owner !== undefined)).toEqual(winners);
});

test('users who race for one username: one gets it', async () => {
  await createCompany(testTable.table, { name: 'Race' });
  const users = await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      createUser(testTable.table, { companyName: 'Race', email: `user-${index}@example.com`, name: 'A user' }),
    ),
  );
  const attempts = [
    ...users.map((user) => updateUser(testTable.table, user, { username: 'winner' }, 1)),
    createUser(testTable.table, { companyName: 'Race', email: 'new@example.com', name: 'New', username: 'Winner' }),
  ];
  const outcomes = await Promise.allSettled(attempts);
  const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(winners).toEqual([await getUserByUsername(testTable.table, 'winner')]);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'username-taken' });
  }
});

test('a user from before there were versions is read and changed as version 1', async () => {
  const old = { companyName: 'Groundwork', email: 'old@example.com', name: 'Old' };
  await testTable.client.send(
    new PutItemCommand({
      TableName: testTable.name,
      Item: {
        pk: { S: 'company#Groundwork' },
        sk: { S: 'user#old@example.com' },
        gsi1pk: { S: 'user#old@example.com' },
        gsi1sk: { S: 'company#Groundwork' },
        _et: { S: 'User' },
        companyName: { S: old.companyName },
        email: { S: old.email },
        name: { S: old.name },
      },
    }),
  );
  await expect(findUsers(testTable.table, old.email)).resolves.toEqual({ users: [{ ...old, version: 1 }] });
  await expect(updateUser(testTable.table, old, { name: 'New' }, 1)).resolves.toEqual({
    ...old,
    name: 'New',
    version: 2,
  });
});

test.each([
  ['unknown-attribute', { name: 'Known', email: 'other@example.com' }],
  ['no-change', {}],
  ['invalid-name', { name: '' }],
  ['invalid-username', { username: '' }],
  ['invalid-date', { dateOfBirth: 'yesterday' }],
])('%s: the change %j is refused', async (code, changes) => {
  const user = { companyName: 'Groundwork', email: 'ada@example.com' };
  await expect(updateUser(testTable.table, user, changes, 1)).rejects.toMatchObject({ name: 'TableError', code });
});
