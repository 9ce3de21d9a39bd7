import { type Api, createTestApi } from './support/api';

let api: Api;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.remove());

const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort();

test('of two changes of the same version of a company one is done, the other one is answered with 412', async () => {
  await api.createCompany('Raced');
  const answers = await Promise.all(
    ['One', 'Other'].map((description) => api.patch('/companies/Raced', '"1"', { description })),
  );
  expect(statuses(answers)).toEqual([200, 412]);
  const done = answers.find(({ status }) => status === 200);
  expect((await api.get('/companies/Raced')).body).toEqual(done?.body);
  expect(answers.find(({ status }) => status === 412)?.body).toMatchObject({ code: 'version-mismatch' });
});

test.each([{ name: 'Name' }, { username: 'raced' }])(
  'of many changes of the same version of a user one is done: %j',
  async (changes) => {
    const company = `Raced ${Object.keys(changes)}`;
    await api.createCompany(company);
    await api.createUser(company, 'ada@raced.example');
    const address = `/companies/${encodeURIComponent(company)}/users/ada@raced.example`;
    const answers = await Promise.all(Array.from({ length: 5 }, () => api.patch(address, '"1"', changes)));
    expect(statuses(answers)).toEqual([200, 412, 412, 412, 412]);
    expect((await api.get(address)).body).toMatchObject({ ...changes, version: 2 });
  },
);

test('a change of a version that is gone, or can be none, changes nothing', async () => {
  await api.createCompany('Stale');
  await api.patch('/companies/Stale', '"1"', { description: 'Second' });
  for (const etag of ['"1"', '"7"', 'W/"2"', '"two"']) {
    expect(await api.patch('/companies/Stale', etag, { description: 'Third' })).toMatchObject({
      status: 412,
      body: { code: 'version-mismatch' },
    });
  }
  expect(await api.get('/companies/Stale')).toMatchObject({
    headers: { etag: '"2"' },
    body: { description: 'Second' },
  });
});

test('a change needs the version that it is about', async () => {
  await api.createCompany('Unconditional');
  expect(await api.send('PATCH', '/companies/Unconditional', { description: 'New' })).toMatchObject({
    status: 428,
    body: { code: 'precondition-required' },
  });
});

test('a change of nothing is refused', async () => {
  await api.createCompany('Unchanged');
  await api.createUser('Unchanged', 'ada@unchanged.example');
  for (const address of ['/companies/Unchanged', '/companies/Unchanged/users/ada@unchanged.example']) {
    expect(await api.patch(address, '"1"', {})).toMatchObject({ status: 400, body: { code: 'no-change' } });
  }
});

test('a user is removed in the version that was read, or in any', async () => {
  await api.createCompany('Removing');
  await api.createUser('Removing', 'ada@removing.example');
  const address = '/companies/Removing/users/ada@removing.example';
  await api.patch(address, '"1"', { name: 'Ada Lovelace' });
  expect(await api.delete(address, { 'if-match': '"1"' })).toMatchObject({
    status: 412,
    body: { code: 'version-mismatch' },
  });
  expect(await api.delete(address, { 'if-match': '"2"' })).toMatchObject({ status: 204 });
  await api.createUser('Removing', 'ada@removing.example');
  expect(await api.delete(address, { 'if-match': '*' })).toMatchObject({ status: 204 });
});

test('what the caller knows already is not sent again', async () => {
  await api.createCompany('Known');
  await api.createUser('Known', 'ada@known.example');
  for (const address of ['/companies/Known', '/companies/Known/users/ada@known.example']) {
    expect(await api.get(address, { 'if-none-match': 'W/"1", "5"' })).toEqual({
      status: 304,
      headers: { etag: '"1"' },
      body: undefined,
    });
    expect(await api.get(address, { 'if-none-match': '"2"' })).toMatchObject({ status: 200 });
  }
  const missing = '/companies/Known/users/nobody@known.example';
  expect(await api.get(missing, { 'if-none-match': '*' })).toMatchObject({ status: 404 });
});

test('who has a username is always sent: it may have passed to another user in the same version', async () => {
  await api.createCompany('Passed on');
  await api.createUser('Passed on', 'ada@passed.example', { username: 'passed' });
  await api.delete('/companies/Passed%20on/users/ada@passed.example');
  await api.createUser('Passed on', 'bob@passed.example', { username: 'passed' });
  for (const tag of ['"1"', '*']) {
    expect(await api.get('/usernames/passed', { 'if-none-match': tag })).toMatchObject({
      status: 200,
      body: { email: 'bob@passed.example', version: 1 },
    });
  }
});

test('an If-None-Match on a change does not hide what it did', async () => {
  await api.createCompany('Hidden');
  const headers = { 'if-match': '"1"', 'if-none-match': '*' };
  expect(await api.send('PATCH', '/companies/Hidden', { description: 'New' }, headers)).toMatchObject({ status: 200 });
});
