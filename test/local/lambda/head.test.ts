import { type Api, createTestApi } from './support/api';

let api: Api;

beforeAll(async () => {
  api = await createTestApi();
  await api.createCompany('Head & Søn');
  await api.createUser('Head & Søn', 'ada@head.example', { username: 'head' });
});
afterAll(() => api.remove());

const company = `/companies/${encodeURIComponent('Head & Søn')}`;

test.each([
  [200, company],
  [200, `${company}/member-count`],
  [200, `${company}/users?limit=1`],
  [400, `${company}/users?limit=0`],
  [200, `${company}/users/ada@head.example`],
  [404, `${company}/users/nobody@head.example`],
  [200, '/usernames/head'],
])('HEAD is answered as GET is, with the length of the body in its place: %i for %s', async (status, address) => {
  const { headers, body } = await api.get(address);
  expect(await api.send('HEAD', address)).toEqual({
    status,
    headers: { ...headers, 'content-length': Buffer.byteLength(JSON.stringify(body)) },
    body: undefined,
  });
});

test('HEAD of what the caller knows already is answered with 304', async () => {
  const answer = await api.send('HEAD', company, undefined, { 'if-none-match': '"1"' });
  expect(answer).toEqual({ status: 304, headers: { etag: '"1"' }, body: undefined });
});
