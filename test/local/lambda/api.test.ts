import { createApi } from '../../../lambda/api/api';
import { createTestTable, type TestTable } from '../../support/test-table';
import { type HttpRequest, httpEvent } from '../../unit/lambda/http-event';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await createTestTable();
});
afterAll(() => testTable.remove());

async function call(request: HttpRequest) {
  const handler = createApi({ connectTable: async () => testTable.table, log: jest.fn() });
  const { statusCode, headers, body } = await handler(httpEvent(request), { awsRequestId: 'request-1' });
  return { status: statusCode, headers, body: JSON.parse(body ?? '') };
}

const createCompany = (name: string) => call({ routeKey: 'POST /companies', body: { name } });
const createUser = (company: string, email: string) =>
  call({
    routeKey: 'POST /companies/{name}/users',
    pathParameters: { name: company },
    body: { email, name: 'Ada Lovelace' },
  });

test('a company is created, then read at the address of the answer', async () => {
  const created = await createCompany('Acme & Søn');
  expect(created).toMatchObject({ status: 201, body: { name: 'Acme & Søn' } });
  const address = new URL(created.headers?.location?.toString() ?? '', 'http://localhost/execute-api/id/companies');
  expect(address.pathname).toBe(`/execute-api/id/companies/${encodeURIComponent('Acme & Søn')}`);
  expect(await call({ routeKey: 'GET /companies/{name}', pathParameters: { name: 'Acme & Søn' } })).toMatchObject({
    status: 200,
    body: { name: 'Acme & Søn' },
  });
});

test('the path’s parameters are taken as API Gateway decoded them, and not decoded again', async () => {
  await createCompany('100%41');
  expect(await call({ routeKey: 'GET /companies/{name}', pathParameters: { name: '100%41' } })).toMatchObject({
    status: 200,
    body: { name: '100%41' },
  });
  expect(await call({ routeKey: 'GET /companies/{name}', pathParameters: { name: '100A' } })).toMatchObject({
    status: 404,
  });
});

test('a user is created, then read in the company, in its list and by e-mail address', async () => {
  await createCompany('Users');
  const user = { companyName: 'Users', email: 'Ada@users.example', name: 'Ada Lovelace' };
  const created = await createUser('Users', 'Ada@users.example');
  expect(created).toMatchObject({ status: 201, body: user, headers: { location: 'users/Ada%40users.example' } });

  const email = 'ada@users.example';
  const inCompany = { routeKey: 'GET /companies/{name}/users/{email}', pathParameters: { name: 'Users', email } };
  expect(await call(inCompany)).toMatchObject({ status: 200, body: user });
  const list = { routeKey: 'GET /companies/{name}/users', pathParameters: { name: 'Users' } };
  expect(await call(list)).toMatchObject({ status: 200, body: { users: [user] } });
  const byEmail = { routeKey: 'GET /users/{email}', pathParameters: { email } };
  expect(await call(byEmail)).toMatchObject({ status: 200, body: { users: [user] } });
});

test('a list is read page by page with the cursor of each answer', async () => {
  await createCompany('Pages');
  for (const email of ['a@pages.example', 'b@pages.example', 'c@pages.example']) await createUser('Pages', email);
  const page = (query: Record<string, string>) =>
    call({ routeKey: 'GET /companies/{name}/users', pathParameters: { name: 'Pages' }, query });
  const first = await page({ limit: '2' });
  expect(first.body.users).toHaveLength(2);
  const second = await page({ limit: '2', cursor: first.body.cursor });
  expect(second.body).toEqual({ users: [expect.objectContaining({ email: 'c@pages.example' })] });
});

test('what exists already is answered with 409', async () => {
  await createCompany('Twice');
  expect(await createCompany('Twice')).toMatchObject({ status: 409 });
  await createUser('Twice', 'ada@twice.example');
  expect(await createUser('Twice', 'ADA@twice.example')).toMatchObject({ status: 409 });
});

test('what does not exist is answered with 404', async () => {
  await createCompany('Lonely');
  expect(await createUser('Missing', 'ada@missing.example')).toMatchObject({ status: 404 });
  const missing: HttpRequest[] = [
    { routeKey: 'GET /companies/{name}', pathParameters: { name: 'Missing' } },
    { routeKey: 'GET /companies/{name}/users', pathParameters: { name: 'Missing' } },
    { routeKey: 'GET /companies/{name}/users/{email}', pathParameters: { name: 'Lonely', email: 'a@lonely.example' } },
    { routeKey: 'GET /users/{email}', pathParameters: { email: 'nobody@lonely.example' } },
  ];
  for (const request of missing) expect(await call(request)).toMatchObject({ status: 404 });
});

test('a company without users has an empty list, not 404', async () => {
  await createCompany('Nobody here');
  const list = { routeKey: 'GET /companies/{name}/users', pathParameters: { name: 'Nobody here' } };
  expect(await call(list)).toMatchObject({ status: 200, body: { users: [] } });
});

test('a limit or cursor that the table refuses is answered with 400 and the field', async () => {
  await createCompany('Refused');
  const list = { routeKey: 'GET /companies/{name}/users', pathParameters: { name: 'Refused' } };
  expect(await call({ ...list, query: { limit: '101' } })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'limit' }] },
  });
  expect(await call({ ...list, query: { cursor: 'bm90aGluZw' } })).toMatchObject({
    status: 400,
    body: { errors: [{ field: 'cursor' }] },
  });
});
