import { type Api, createTestApi } from './support/api';

let api: Api;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.remove());

/** A company with a user, and the address of the user. */
async function userOf(companyName: string): Promise<string> {
  await api.createCompany(companyName);
  await api.createUser(companyName, 'ada@members.example');
  return `/companies/${companyName}/users/ada@members.example`;
}

test('a user becomes a member of another company once, and is found from both sides', async () => {
  const user = await userOf('Home');
  await api.createCompany('Club');
  const created = await api.put(`${user}/memberships/Club`);
  expect(created).toMatchObject({
    status: 201,
    body: { companyName: 'Club', userCompanyName: 'Home', email: 'ada@members.example', joinedAt: expect.any(String) },
  });
  expect(await api.put(`${user}/memberships/Club`)).toMatchObject({ status: 200, body: created.body });
  expect((await api.get('/companies/Club/members')).body).toEqual({ memberships: [created.body] });
  expect((await api.get(`${user}/memberships`)).body).toEqual({ memberships: [created.body] });
});

test('a membership ends once, on both sides', async () => {
  const user = await userOf('Leaver');
  await api.put(`${user}/memberships/Leaver`);
  expect(await api.delete(`${user}/memberships/Leaver`)).toMatchObject({ status: 204 });
  expect(await api.delete(`${user}/memberships/Leaver`)).toMatchObject({
    status: 404,
    body: { code: 'no-such-membership' },
  });
  expect((await api.get('/companies/Leaver/members')).body).toEqual({ memberships: [] });
  expect((await api.get(`${user}/memberships`)).body).toEqual({ memberships: [] });
});

test('a user who is removed is no member any more', async () => {
  const user = await userOf('Gone');
  await api.put(`${user}/memberships/Gone`);
  await api.delete(user);
  expect((await api.get('/companies/Gone/members')).body).toEqual({ memberships: [] });
});

test('both lists come in pages', async () => {
  const user = await userOf('Pages');
  for (const company of ['Pages1', 'Pages2']) {
    await api.createCompany(company);
    await api.put(`${user}/memberships/${company}`);
  }
  await api.createUser('Pages', 'bob@members.example');
  await api.put('/companies/Pages/users/bob@members.example/memberships/Pages1');
  for (const address of [`${user}/memberships`, '/companies/Pages1/members']) {
    const first = await api.get(`${address}?limit=1`);
    const second = await api.get(`${address}?limit=1&cursor=${first.body.cursor}`);
    expect([first, second].map(({ body }) => body.memberships.length)).toEqual([1, 1]);
    expect(second.body.memberships).not.toEqual(first.body.memberships);
    expect(second.body.cursor).toBeUndefined();
  }
});

test('neither a user nor a company that does not exist has memberships', async () => {
  const user = await userOf('Alone');
  expect(await api.put(`${user}/memberships/Missing`)).toMatchObject({
    status: 404,
    body: { code: 'no-such-company' },
  });
  expect(await api.put('/companies/Alone/users/nobody@members.example/memberships/Alone')).toMatchObject({
    status: 404,
    body: { code: 'no-such-user' },
  });
});

test('a membership whose key would be too long is refused, and its user is as good as any other', async () => {
  const company = '🏢'.repeat(200);
  const email = `${'a'.repeat(64)}@${`${'b'.repeat(61)}.`.repeat(3)}com`;
  await api.createCompany(company);
  await api.createUser(company, email);
  const user = `/companies/${encodeURIComponent(company)}/users/${email}`;
  const membership = `${user}/memberships/${encodeURIComponent(company)}`;
  for (const method of ['PUT', 'DELETE']) {
    expect(await api.send(method, membership)).toMatchObject({
      status: 400,
      body: {
        code: 'invalid-request',
        errors: [{ in: 'path', field: 'email', reason: expect.stringContaining('has 1062 bytes') }],
      },
    });
  }
  expect((await api.get(`${user}/memberships`)).body).toEqual({ memberships: [] });
  expect(await api.delete(user)).toMatchObject({ status: 204 });
});

test('many who join at the same time all do', async () => {
  await api.createCompany('Crowd');
  const emails = Array.from({ length: 5 }, (_unused, index) => `user${index}@crowd.example`);
  for (const email of emails) await api.createUser('Crowd', email);
  const answers = await Promise.all(
    emails.map((email) => api.put(`/companies/Crowd/users/${email}/memberships/Crowd`)),
  );
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  expect((await api.get('/companies/Crowd/members')).body.memberships).toHaveLength(5);
});
