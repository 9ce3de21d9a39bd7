import { countMembership } from '../../../table/patterns/count-membership';
import { type Api, createTestApi } from './support/api';

let api: Api;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.remove());

test('a company is created, then read at the address of the answer', async () => {
  const company = { name: 'Acme & Søn', description: 'Anvils' };
  const created = await api.post('/companies', company);
  expect(created).toMatchObject({ status: 201, headers: { etag: '"1"' }, body: { ...company, version: 1 } });
  const address = new URL(String(created.headers.location), 'http://localhost/execute-api/id/companies').pathname;
  expect(address).toBe(`/execute-api/id/companies/${encodeURIComponent(company.name)}`);
  expect(await api.get(address.replace('/execute-api/id', ''))).toEqual({
    status: 200,
    headers: { 'content-type': 'application/json', etag: '"1"' },
    body: { ...company, version: 1 },
  });
});

test('the path’s parameters are taken as API Gateway decoded them, and not decoded again', async () => {
  await api.createCompany('100A');
  // It comes as `100%41`, which is no company's name.
  expect(await api.get('/companies/100%252541')).toMatchObject({ status: 400, body: { errors: [{ field: 'name' }] } });
});

test('a company of that name is created once', async () => {
  await api.createCompany('Twice');
  expect(await api.post('/companies', { name: ' Twice ' })).toMatchObject({
    status: 409,
    body: { code: 'already-exists' },
  });
});

test('a description is changed and removed, each time with a new entity tag', async () => {
  await api.createCompany('Changing');
  const changed = await api.patch('/companies/Changing', '"1"', { description: 'New' });
  expect(changed).toMatchObject({ status: 200, headers: { etag: '"2"' } });
  expect(changed.body).toEqual({ name: 'Changing', description: 'New', version: 2 });
  const removed = await api.patch('/companies/Changing', changed.headers.etag, { description: null });
  expect(removed).toMatchObject({ status: 200, headers: { etag: '"3"' } });
  expect(removed.body).toEqual({ name: 'Changing', version: 3 });
  expect((await api.get('/companies/Changing')).body).toEqual(removed.body);
});

test('a company has as many members as were counted, none at first', async () => {
  await api.createCompany('Counted');
  expect(await api.get('/companies/Counted/member-count')).toMatchObject({
    status: 200,
    body: { companyName: 'Counted', memberCount: 0 },
  });
  await countMembership(api.testTable.table, { companyName: 'Counted', change: 1, eventId: 'event-1' });
  expect(await api.get('/companies/Counted/member-count')).toMatchObject({ status: 200, body: { memberCount: 1 } });
});

test('a company of which a member has gone who was never counted has no members', async () => {
  await api.createCompany('Uncounted');
  await countMembership(api.testTable.table, { companyName: 'Uncounted', change: -1, eventId: 'event-2' });
  expect(await api.get('/companies/Uncounted/member-count')).toMatchObject({ status: 200, body: { memberCount: 0 } });
});

test.each([
  ['GET', '/companies/Missing'],
  ['GET', '/companies/Missing/member-count'],
  ['GET', '/companies/Missing/members'],
  ['GET', '/companies/Missing/users'],
  ['GET', '/companies/Missing/users?emails=a@b.example'],
  ['GET', '/companies/Missing/users?bornFrom=1900-01-01'],
  ['GET', '/companies/Missing/invitations'],
])('%s %s is answered with 404: there is no such company', async (method, address) => {
  expect(await api.send(method, address)).toMatchObject({ status: 404, body: { code: 'no-such-company' } });
});

test('what would change or fill a company that does not exist is answered with 404', async () => {
  const noSuchCompany = { status: 404, body: { code: 'no-such-company' } };
  expect(await api.patch('/companies/Missing', '"1"', { description: 'New' })).toMatchObject(noSuchCompany);
  const user = { email: 'ada@missing.example', name: 'Ada' };
  expect(await api.post('/companies/Missing/users', user)).toMatchObject(noSuchCompany);
  expect(await api.post('/companies/Missing/invitations', { emails: [user.email] })).toMatchObject(noSuchCompany);
});
