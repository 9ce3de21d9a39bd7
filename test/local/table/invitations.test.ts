import { acceptInvitation } from '../../../table/patterns/accept-invitation';
import { createCompany } from '../../../table/patterns/create-company';
import { createUser } from '../../../table/patterns/create-user';
import { getUser } from '../../../table/patterns/get-user';
import { getUserByUsername } from '../../../table/patterns/get-user-by-username';
import { inviteUsers } from '../../../table/patterns/invite-users';
import { listInvitations } from '../../../table/patterns/list-invitations';
import { createTestTable, type TestTable } from '../../support/test-table';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await createTestTable();
});
afterAll(() => testTable.remove());
afterEach(() => jest.useRealTimers());

const company = (name: string) => createCompany(testTable.table, { name });

const now = () => Math.floor(Date.now() / 1000);

/** Sets this process's clock: a time to live is a matter of the clock, and DynamoDB deletes only hours after it. */
function setClock(seconds: number): void {
  jest.useFakeTimers({ now: seconds * 1000, doNotFake: [...TIMERS] });
}

const TIMERS = ['nextTick', 'setImmediate', 'setInterval', 'setTimeout', 'queueMicrotask', 'performance'] as const;

async function listed(companyName: string): Promise<string[]> {
  const { invitations } = await listInvitations(testTable.table, companyName);
  return invitations.map(({ email }) => email);
}

test('who is invited is on the list, for seven days', async () => {
  await company('Inviting');
  const start = now();
  const invitations = await inviteUsers(testTable.table, 'Inviting', ['b@example.com', ' a@example.com']);
  expect(invitations.map(({ email }) => email)).toEqual(['b@example.com', 'a@example.com']);
  for (const { companyName, expiresAt } of invitations) {
    expect(companyName).toBe('Inviting');
    expect(expiresAt - start).toBeGreaterThanOrEqual(7 * 86_400);
    expect(expiresAt - now()).toBeLessThanOrEqual(7 * 86_400);
  }
  await expect(listInvitations(testTable.table, 'Inviting')).resolves.toEqual({
    invitations: invitations.toReversed(),
  });
});

test('any number can be invited at once, an address in whichever case once', async () => {
  await company('Crowd');
  const emails = Array.from({ length: 130 }, (_, index) => `user-${String(index).padStart(3, '0')}@example.com`);
  const invitations = await inviteUsers(testTable.table, 'Crowd', [...emails, 'USER-000@example.com']);
  expect(invitations).toHaveLength(130);
  const first = await listInvitations(testTable.table, 'Crowd', { limit: 100 });
  const rest = await listInvitations(testTable.table, 'Crowd', { limit: 100, cursor: first.cursor });
  expect([...first.invitations, ...rest.invitations].map(({ email }) => email.toLowerCase())).toEqual(emails);
});

test('nobody is invited to a company that does not exist', async () => {
  await expect(inviteUsers(testTable.table, 'Nowhere', ['a@example.com'])).rejects.toMatchObject({
    code: 'no-such-company',
  });
  await expect(listed('Nowhere')).resolves.toEqual([]);
});

test('of addresses one of which is none, nobody is invited', async () => {
  await company('Careful');
  await expect(inviteUsers(testTable.table, 'Careful', ['a@example.com', 'b'])).rejects.toMatchObject({
    code: 'invalid-email',
  });
  await expect(listed('Careful')).resolves.toEqual([]);
});

test.each([0, -1, 1.5, Number.NaN, 1e9])('an invitation for %p seconds is none', async (seconds) => {
  await expect(inviteUsers(testTable.table, 'Groundwork', ['a@example.com'], seconds)).rejects.toMatchObject({
    code: 'invalid-range',
  });
});

test('what has expired is on no list, and pages are full all the same', async () => {
  await company('Mixed');
  const emails = Array.from({ length: 40 }, (_, index) => `user-${String(index).padStart(2, '0')}@example.com`);
  const long = emails.filter((_email, index) => index % 10 === 9);
  const short = emails.filter((email) => !long.includes(email));
  await inviteUsers(testTable.table, 'Mixed', short, 60);
  await inviteUsers(testTable.table, 'Mixed', long, 3600);
  setClock(now() + 61);
  const first = await listInvitations(testTable.table, 'Mixed', { limit: 3 });
  const rest = await listInvitations(testTable.table, 'Mixed', { limit: 3, cursor: first.cursor });
  expect(first.invitations.map(({ email }) => email)).toEqual(long.slice(0, 3));
  expect(rest).toEqual({ invitations: [expect.objectContaining({ email: long[3] })] });
});

test('an invitation makes a user, and is used up', async () => {
  await company('Welcoming');
  await inviteUsers(testTable.table, 'Welcoming', ['Ada@example.com']);
  const invited = { companyName: 'Welcoming', email: 'ada@example.com' };
  const attributes = { name: 'Ada', username: 'welcome', dateOfBirth: '1815-12-10' };
  const user = { ...invited, ...attributes, version: 1 };
  await expect(acceptInvitation(testTable.table, invited, attributes)).resolves.toEqual(user);
  await expect(getUserByUsername(testTable.table, 'welcome')).resolves.toEqual(user);
  await expect(listed('Welcoming')).resolves.toEqual([]);
  await expect(acceptInvitation(testTable.table, invited, attributes)).rejects.toMatchObject({
    code: 'no-such-invitation',
  });
});

test('an invitation that has expired makes no user, though it is still there', async () => {
  await company('Late');
  await inviteUsers(testTable.table, 'Late', ['ada@example.com'], 60);
  setClock(now() + 61);
  const invited = { companyName: 'Late', email: 'ada@example.com' };
  await expect(acceptInvitation(testTable.table, invited, { name: 'Ada' })).rejects.toMatchObject({
    code: 'no-such-invitation',
  });
  await expect(getUser(testTable.table, 'Late', 'ada@example.com')).resolves.toBeUndefined();
});

test('who was invited again has the new time', async () => {
  await company('Patient');
  await inviteUsers(testTable.table, 'Patient', ['ada@example.com'], 60);
  await inviteUsers(testTable.table, 'Patient', ['ada@example.com'], 3600);
  setClock(now() + 61);
  await expect(listed('Patient')).resolves.toEqual(['ada@example.com']);
});

test('a username that is taken, and a user that is there, leave the invitation as it is', async () => {
  await company('Refusing');
  const known = { companyName: 'Refusing', email: 'known@example.com', name: 'Known', username: 'refused' };
  await createUser(testTable.table, known);
  await inviteUsers(testTable.table, 'Refusing', ['ada@example.com', 'known@example.com']);
  const accept = (email: string, username?: string) =>
    acceptInvitation(testTable.table, { companyName: 'Refusing', email }, { name: 'A user', username });
  await expect(accept('ada@example.com', 'refused')).rejects.toMatchObject({ code: 'username-taken' });
  await expect(accept('known@example.com')).rejects.toMatchObject({ code: 'already-exists' });
  await expect(listed('Refusing')).resolves.toEqual(['ada@example.com', 'known@example.com']);
});

test('of many who accept one invitation at once, one succeeds', async () => {
  await company('Rushed');
  await inviteUsers(testTable.table, 'Rushed', ['ada@example.com']);
  const invited = { companyName: 'Rushed', email: 'ada@example.com' };
  const outcomes = await Promise.allSettled(
    Array.from({ length: 5 }, (_, index) => acceptInvitation(testTable.table, invited, { name: `Ada ${index}` })),
  );
  const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(winners).toEqual([await getUser(testTable.table, 'Rushed', 'ada@example.com')]);
});
