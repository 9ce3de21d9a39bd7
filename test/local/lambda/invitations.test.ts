import { type Api, createTestApi } from './support/api';

let api: Api;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.remove());

const invite = (companyName: string, emails: string[], more: object = {}) =>
  api.post(`/companies/${companyName}/invitations`, { emails, ...more });

test('people are invited, each once, and listed in pages', async () => {
  await api.createCompany('Inviting');
  const emails = Array.from({ length: 30 }, (_unused, index) => `guest${10 + index}@inviting.example`);
  const invited = await invite('Inviting', [...emails, emails[0]?.toUpperCase() ?? ''], { validForSeconds: 3600 });
  expect(invited.status).toBe(200);
  expect(invited.body.invitations).toHaveLength(30);
  const first = await api.get('/companies/Inviting/invitations');
  expect(first.body.invitations).toHaveLength(25);
  const second = await api.get(`/companies/Inviting/invitations?cursor=${first.body.cursor}`);
  expect(second.body.cursor).toBeUndefined();
  expect([...first.body.invitations, ...second.body.invitations].map(({ email }) => email.toLowerCase())).toEqual(
    emails,
  );
});

test('an invitation is accepted once, and the invited is a user', async () => {
  await api.createCompany('Accepting');
  await invite('Accepting', ['Bob@accepting.example']);
  const address = '/companies/Accepting/invitations/bob@accepting.example/acceptance';
  const accepted = await api.post(address, { name: 'Bob', username: 'bob' });
  expect(accepted).toMatchObject({
    status: 201,
    headers: { etag: '"1"' },
    body: { companyName: 'Accepting', name: 'Bob', username: 'bob', version: 1 },
  });
  const user = new URL(String(accepted.headers.location), `http://localhost${address}`).pathname;
  expect(await api.get(user)).toMatchObject({ status: 200, body: accepted.body });
  expect(await api.post(address, { name: 'Bob' })).toMatchObject({ status: 404, body: { code: 'no-such-invitation' } });
  expect((await api.get('/companies/Accepting/invitations')).body).toEqual({ invitations: [] });
});

test('an invitation that can’t be accepted as wished is still there', async () => {
  await api.createCompany('Picky');
  await api.createUser('Picky', 'ada@picky.example', { username: 'picky' });
  await invite('Picky', ['bob@picky.example', 'ada@picky.example']);
  const acceptance = (email: string) => `/companies/Picky/invitations/${email}/acceptance`;
  expect(await api.post(acceptance('bob@picky.example'), { name: 'Bob', username: 'Picky' })).toMatchObject({
    status: 409,
    body: { code: 'username-taken' },
  });
  expect(await api.post(acceptance('ada@picky.example'), { name: 'Ada' })).toMatchObject({
    status: 409,
    body: { code: 'already-exists' },
  });
  expect((await api.get('/companies/Picky/invitations')).body.invitations).toHaveLength(2);
  expect(await api.post(acceptance('bob@picky.example'), { name: 'Bob' })).toMatchObject({ status: 201 });
});

test('of two who accept the same invitation one becomes the user', async () => {
  await api.createCompany('Once');
  await invite('Once', ['bob@once.example']);
  const address = '/companies/Once/invitations/bob@once.example/acceptance';
  const answers = await Promise.all(['Bob', 'Bobby'].map((name) => api.post(address, { name })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 404]);
});

test('an invitation is not valid for longer than the table allows', async () => {
  await api.createCompany('Forever');
  expect(await invite('Forever', ['bob@forever.example'], { validForSeconds: 10 ** 12 })).toMatchObject({
    status: 400,
    body: { errors: [{ in: 'body', field: 'validForSeconds' }] },
  });
});
