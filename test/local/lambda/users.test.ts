import { type Api, createTestApi } from './support/api';

let api: Api;

beforeAll(async () => {
  api = await createTestApi();
});
afterAll(() => api.remove());

test('a user is created, then read in the company, by e-mail address and by username', async () => {
  await api.createCompany('Users');
  const input = { email: 'Ada@users.example', name: 'Ada Lovelace', username: 'Ada', dateOfBirth: '1815-12-10' };
  const user = { companyName: 'Users', ...input, version: 1 };
  const created = await api.post('/companies/Users/users', input);
  expect(created).toMatchObject({
    status: 201,
    headers: { etag: '"1"', location: 'users/Ada%40users.example' },
    body: user,
  });

  expect(await api.get('/companies/Users/users/ada@users.example')).toMatchObject({ status: 200, body: user });
  expect(await api.get('/users/ada%40users.example')).toMatchObject({ status: 200, body: { users: [user] } });
  expect(await api.get('/usernames/ADA')).toMatchObject({ status: 200, body: user });
});

test('an e-mail address is taken once in a company, a username once in all', async () => {
  await api.createCompany('Taken');
  await api.createCompany('Taken too');
  await api.createUser('Taken', 'ada@taken.example', { username: 'taken' });
  expect(await api.post('/companies/Taken/users', { email: 'ADA@taken.example', name: 'Ada' })).toMatchObject({
    status: 409,
    body: { code: 'already-exists' },
  });
  const bob = { email: 'bob@taken.example', name: 'Bob', username: 'Taken' };
  expect(await api.post('/companies/Taken%20too/users', bob)).toMatchObject({
    status: 409,
    body: { code: 'username-taken' },
  });
  expect(await api.get('/companies/Taken%20too/users/bob@taken.example')).toMatchObject({ status: 404 });
});

test('a user’s attributes are changed and removed, and the old username is free', async () => {
  await api.createCompany('Changing');
  await api.createUser('Changing', 'ada@changing.example', { username: 'before', dateOfBirth: '1815-12-10' });
  const address = '/companies/Changing/users/ada@changing.example';
  const renamed = await api.patch(address, '"1"', { name: 'Ada Lovelace', username: 'after' });
  expect(renamed).toMatchObject({ status: 200, headers: { etag: '"2"' } });
  expect(renamed.body).toEqual({
    companyName: 'Changing',
    email: 'ada@changing.example',
    name: 'Ada Lovelace',
    username: 'after',
    dateOfBirth: '1815-12-10',
    version: 2,
  });
  expect(await api.get('/usernames/before')).toMatchObject({ status: 404, body: { code: 'no-such-user' } });

  const bare = await api.patch(address, '"2"', { username: null, dateOfBirth: null });
  expect(bare.body).toEqual({
    companyName: 'Changing',
    email: 'ada@changing.example',
    name: 'Ada Lovelace',
    version: 3,
  });
  expect(await api.get('/usernames/after')).toMatchObject({ status: 404 });
  expect((await api.get(address)).body).toEqual(bare.body);
});

test('a username that another one has is not taken over by a change', async () => {
  await api.createCompany('Envy');
  await api.createUser('Envy', 'ada@envy.example', { username: 'envied' });
  await api.createUser('Envy', 'bob@envy.example');
  expect(await api.patch('/companies/Envy/users/bob@envy.example', '"1"', { username: 'envied' })).toMatchObject({
    status: 409,
    body: { code: 'username-taken' },
  });
});

test('a user is removed once, and its username is free', async () => {
  await api.createCompany('Leaving');
  await api.createUser('Leaving', 'ada@leaving.example', { username: 'leaving' });
  const address = '/companies/Leaving/users/ada@leaving.example';
  expect(await api.delete(address)).toEqual({ status: 204, headers: {}, body: undefined });
  expect(await api.get(address)).toMatchObject({ status: 404, body: { code: 'no-such-user' } });
  expect(await api.delete(address)).toMatchObject({ status: 404, body: { code: 'no-such-user' } });
  expect(await api.get('/usernames/leaving')).toMatchObject({ status: 404 });
});

test('what does not exist is answered with 404', async () => {
  await api.createCompany('Lonely');
  const noSuchUser = { status: 404, body: { code: 'no-such-user' } };
  const address = '/companies/Lonely/users/nobody@lonely.example';
  expect(await api.get(address)).toMatchObject(noSuchUser);
  expect(await api.patch(address, '"1"', { name: 'Nobody' })).toMatchObject(noSuchUser);
  expect(await api.patch(address, '"1"', { username: 'nobody' })).toMatchObject(noSuchUser);
  expect(await api.get(`${address}/memberships`)).toMatchObject(noSuchUser);
  expect(await api.get('/users/nobody@lonely.example')).toMatchObject(noSuchUser);
  expect(await api.get('/usernames/lonely')).toMatchObject(noSuchUser);
});
