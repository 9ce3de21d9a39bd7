import type { Membership } from '../../../table/entities/membership';
import { addMembership } from '../../../table/patterns/add-membership';
import { createCompany } from '../../../table/patterns/create-company';
import { createUser } from '../../../table/patterns/create-user';
import { listMembers } from '../../../table/patterns/list-members';
import { listMemberships } from '../../../table/patterns/list-memberships';
import { removeMembership } from '../../../table/patterns/remove-membership';
import { removeUser } from '../../../table/patterns/remove-user';
import { createTestTable, type TestTable } from '../../support/test-table';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await createTestTable();
});
afterAll(() => testTable.remove());

/** A company with one user. */
async function companyWithUser(companyName: string, email = 'ada@example.com') {
  await createCompany(testTable.table, { name: companyName });
  return createUser(testTable.table, { companyName, email, name: 'Ada' });
}

const membersOf = async (companyName: string): Promise<Membership[]> =>
  (await listMembers(testTable.table, companyName)).memberships;

const membershipsOf = async (user: { companyName: string; email: string }): Promise<Membership[]> =>
  (await listMemberships(testTable.table, user)).memberships;

test('a membership is seen from the company and from the user', async () => {
  const user = await companyWithUser('Home');
  await createCompany(testTable.table, { name: 'Club' });
  const { membership, created } = await addMembership(testTable.table, { companyName: 'Club', user });
  expect(created).toBe(true);
  expect(membership).toEqual({
    companyName: 'Club',
    userCompanyName: 'Home',
    email: 'ada@example.com',
    joinedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  });
  await expect(membersOf('Club')).resolves.toEqual([membership]);
  await expect(membershipsOf(user)).resolves.toEqual([membership]);
  await expect(membersOf('Home')).resolves.toEqual([]);
});

test('who is a member already stays one since then', async () => {
  const user = await companyWithUser('Twice');
  const first = await addMembership(testTable.table, { companyName: 'Twice', user });
  await expect(addMembership(testTable.table, { companyName: 'Twice', user })).resolves.toEqual({
    membership: first.membership,
    created: false,
  });
});

test('a user may be a member of any number of companies, a company have any number of members', async () => {
  const ada = await companyWithUser('Many 1', 'ada@example.com');
  const bob = await companyWithUser('Many 2', 'bob@example.com');
  for (const companyName of ['Many 2', 'Many 1']) await addMembership(testTable.table, { companyName, user: ada });
  await addMembership(testTable.table, { companyName: 'Many 1', user: bob });

  const first = await listMembers(testTable.table, 'Many 1', { limit: 1 });
  const second = await listMembers(testTable.table, 'Many 1', { limit: 1, cursor: first.cursor });
  expect([...first.memberships, ...second.memberships].map(({ email }) => email)).toEqual([ada.email, bob.email]);
  expect(second.cursor).toBeUndefined();

  const page = await listMemberships(testTable.table, ada, { limit: 1 });
  const rest = await listMemberships(testTable.table, ada, { limit: 1, cursor: page.cursor });
  expect([...page.memberships, ...rest.memberships].map(({ companyName }) => companyName)).toEqual([
    'Many 1',
    'Many 2',
  ]);
});

test.each([
  ['no-such-company', 'Nowhere', 'ada@example.com'],
  ['no-such-user', 'Checked', 'bob@example.com'],
])('%s: nothing is written', async (code, companyName, email) => {
  await companyWithUser('Checked').catch(ignoreExisting);
  const user = { companyName: 'Checked', email };
  await expect(addMembership(testTable.table, { companyName, user })).rejects.toMatchObject({ code });
  await expect(membersOf(companyName)).resolves.toEqual([]);
  await expect(membershipsOf(user)).resolves.toEqual([]);
});

test('a membership that ends is gone on both sides', async () => {
  const user = await companyWithUser('Ended');
  await addMembership(testTable.table, { companyName: 'Ended', user });
  await expect(removeMembership(testTable.table, { companyName: 'Ended', user })).resolves.toBe(true);
  await expect(membersOf('Ended')).resolves.toEqual([]);
  await expect(membershipsOf(user)).resolves.toEqual([]);
  await expect(removeMembership(testTable.table, { companyName: 'Ended', user })).resolves.toBe(false);
});

test('the case of an e-mail address does not count', async () => {
  const user = await companyWithUser('Caseless', 'Ada@Example.com');
  await addMembership(testTable.table, { companyName: 'Caseless', user });
  const sameUser = { companyName: 'Caseless', email: 'ada@example.COM' };
  await expect(addMembership(testTable.table, { companyName: 'Caseless', user: sameUser })).resolves.toMatchObject({
    created: false,
  });
  await expect(removeMembership(testTable.table, { companyName: 'Caseless', user: sameUser })).resolves.toBe(true);
});

test('a membership has the e-mail address as its user has it, in whichever case it was asked for', async () => {
  const user = await companyWithUser('Spelling', 'Ada@Example.com');
  const asked = { companyName: 'Spelling', email: 'ada@EXAMPLE.com' };
  const { membership, created } = await addMembership(testTable.table, { companyName: 'Spelling', user: asked });
  expect({ created, email: membership.email }).toEqual({ created: true, email: user.email });
  await expect(membersOf('Spelling')).resolves.toEqual([membership]);
  await expect(membershipsOf(asked)).resolves.toEqual([membership]);
});

test('added and removed by many at once, both sides stay equal, and as many were added as removed or are left', async () => {
  const user = await companyWithUser('Busy');
  const key = { companyName: 'Busy', user };
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, async (_, index) =>
      index % 2 === 0
        ? { added: (await addMembership(testTable.table, key)).created }
        : { removed: await removeMembership(testTable.table, key) },
    ),
  );
  const members = await membersOf('Busy');
  await expect(membershipsOf(user)).resolves.toEqual(members);
  const added = outcomes.filter((outcome) => 'added' in outcome && outcome.added).length;
  const removed = outcomes.filter((outcome) => 'removed' in outcome && outcome.removed).length;
  expect(added).toBe(removed + members.length);
});

test('nobody becomes a member while being removed', async () => {
  for (let round = 0; round < 5; round += 1) {
    const user = await companyWithUser(`Leaving ${round}`);
    await Promise.all([
      removeUser(testTable.table, user),
      addMembership(testTable.table, { companyName: user.companyName, user }).catch((error: unknown) =>
        expect(error).toMatchObject({ code: 'no-such-user' }),
      ),
    ]);
    await expect(membersOf(user.companyName)).resolves.toEqual([]);
    await expect(membershipsOf(user)).resolves.toEqual([]);
  }
});

/** The company is there from the row before. */
function ignoreExisting(error: unknown): void {
  expect(error).toMatchObject({ code: 'already-exists' });
}
