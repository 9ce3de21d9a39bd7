import { type Api, createTestApi } from './support/api';

const PEOPLE = [
  ['ada@lists.example', '1815-12-10'],
  ['alan@lists.example', '1912-06-23'],
  ['barbara@lists.example', '1939-11-07'],
  ['grace@lists.example', '1906-12-09'],
  ['nobody@lists.example', undefined],
] as const;

let api: Api;

beforeAll(async () => {
  api = await createTestApi();
  await api.createCompany('Lists');
  for (const [email, dateOfBirth] of PEOPLE) await api.createUser('Lists', email, { dateOfBirth });
});
afterAll(() => api.remove());

async function list(query: string) {
  const { status, body } = await api.get(`/companies/Lists/users?${query}`);
  expect(status).toBe(200);
  return { ...body, users: body.users.map(({ email }: { email: string }) => email.split('@')[0]) };
}

test('all users of a company come in the order of their e-mail addresses', async () => {
  expect(await list('')).toEqual({ users: ['ada', 'alan', 'barbara', 'grace', 'nobody'] });
});

test.each([
  ['prefix=a', ['ada', 'alan']],
  ['prefix=AL', ['alan']],
  ['prefix=z', []],
  ['from=alan@lists.example&to=grace@lists.example', ['alan', 'barbara', 'grace']],
  ['from=b', ['barbara', 'grace', 'nobody']],
  ['to=b', ['ada', 'alan']],
  ['bornFrom=1906-12-09&bornTo=1912-06-23', ['grace', 'alan']],
  ['bornFrom=1912-06-23', ['alan', 'barbara']],
  ['bornTo=1906-12-09', ['ada', 'grace']],
])('%s', async (query, users) => {
  expect(await list(query)).toEqual({ users });
});

test('users come in the order of the e-mail addresses that are asked for, and those that no user has are named', async () => {
  const emails = ['grace', 'zoe', 'ADA', 'carol'].map((name) => `${name}@lists.example`);
  expect(await list(`emails=${emails.map(encodeURIComponent).join(',')}`)).toEqual({
    users: ['grace', 'ada'],
    missing: ['zoe@lists.example', 'carol@lists.example'],
  });
  expect(await list(`emails=${emails[0]}&emails=${emails[2]}`)).toEqual({ users: ['grace', 'ada'], missing: [] });
});

test.each([
  ['', ['ada', 'alan', 'barbara', 'grace', 'nobody']],
  ['prefix=a', ['ada', 'alan']],
  ['from=alan&to=h', ['alan', 'barbara', 'grace']],
  ['bornFrom=1800-01-01', ['ada', 'grace', 'alan', 'barbara']],
])('with %j, the cursors lead through all pages and end', async (query, expected) => {
  const users: string[] = [];
  let cursor: string | undefined;
  do {
    const page: { users: string[]; cursor?: string } = await list(
      `${query}&limit=1${cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    expect(page.users).toHaveLength(1);
    users.push(...page.users);
    cursor = page.cursor;
  } while (cursor !== undefined);
  expect(users).toEqual(expected);
});

test('one e-mail address in two companies is two users, a page each', async () => {
  await api.createCompany('Lists too');
  await api.createUser('Lists too', 'ada@lists.example');
  const first = await api.get('/users/ada@lists.example?limit=1');
  expect(first.body.users).toMatchObject([{ companyName: 'Lists' }]);
  const second = await api.get(`/users/ada@lists.example?limit=1&cursor=${first.body.cursor}`);
  expect(second.body.users).toMatchObject([{ companyName: 'Lists too' }]);
  expect(second.body.cursor).toBeUndefined();
});

test('a cursor of another list is refused', async () => {
  const { body } = await api.get('/companies/Lists/users?limit=1');
  await api.createCompany('Other');
  for (const address of ['/companies/Other/users', '/users/ada@lists.example', '/companies/Lists/invitations']) {
    expect(await api.get(`${address}?cursor=${body.cursor}`)).toMatchObject({
      status: 400,
      body: { errors: [{ in: 'query', field: 'cursor' }] },
    });
  }
});

test.each([
  ['limit=0', 'limit'],
  ['limit=101', 'limit'],
  ['cursor=bm90aGluZw', 'cursor'],
  ['from=b&to=a', 'to'],
  ['bornFrom=1912-06-23&bornTo=1906-12-09', 'bornTo'],
  ['bornFrom=1912-02-30', 'bornFrom'],
  [`prefix=${'%23'.repeat(255)}`, 'prefix'],
])('%s is answered with 400 and the parameter', async (query, field) => {
  expect(await api.get(`/companies/Lists/users?${query}`)).toMatchObject({
    status: 400,
    body: { code: 'invalid-request', errors: [{ in: 'query', field }] },
  });
});

test('the longest prefix that is taken fits a key', async () => {
  expect(await list(`prefix=${'%23'.repeat(254)}`)).toEqual({ users: [] });
  expect(await list(`from=${encodeURIComponent('€'.repeat(254))}`)).toEqual({ users: [] });
});

test('a company without users has an empty list, not 404', async () => {
  await api.createCompany('Nobody here');
  expect(await api.get('/companies/Nobody%20here/users')).toMatchObject({ status: 200, body: { users: [] } });
});
