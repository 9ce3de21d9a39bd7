import { createUser } from '../../../table/patterns/create-user';
import { listUsersByDateOfBirth } from '../../../table/patterns/list-users-by-date-of-birth';
import { updateUser } from '../../../table/patterns/update-user';
import { createTestTable, type TestTable } from '../../support/test-table';
import { allPages, createCompanyWith } from './support/companies';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await createTestTable();
});
afterAll(() => testTable.remove());

const companyWith = (name: string, ...emails: string[]) => createCompanyWith(testTable.table, name, ...emails);

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
