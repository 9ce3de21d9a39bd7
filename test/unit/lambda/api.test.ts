import { TableError } from '../../../table/errors';
import { apiWithoutTable } from './support/call';

test('an unknown address is answered with 404', async () => {
  const { call } = apiWithoutTable();
  expect(await call({ routeKey: '$default', method: 'GET', path: '/nowhere' })).toMatchObject({ status: 404 });
  expect(await call({ routeKey: '$default', method: 'GET', path: '/users/a/b' })).toMatchObject({ status: 404 });
  expect(await call({ routeKey: '$default', method: 'POST', path: '/users/' })).toMatchObject({ status: 404 });
});

test('an address and method that API Gateway took for no route are answered with 404, not with that method allowed', async () => {
  const { call } = apiWithoutTable();
  expect(await call({ routeKey: '$default', method: 'GET', path: '/users/a' })).toMatchObject({ status: 404 });
});

test('a known address with another method is answered with 405 and the methods it takes', async () => {
  const { call } = apiWithoutTable();
  expect(await call({ routeKey: '$default', method: 'PUT', path: '/companies/Acme/users' })).toMatchObject({
    status: 405,
    headers: { allow: 'POST, GET, HEAD' },
  });
});

test('HEAD is answered as GET is, without the body', async () => {
  const { call } = apiWithoutTable();
  const { status, headers, body } = await call({ routeKey: 'GET /openapi.json' });
  expect(await call({ routeKey: '$default', method: 'HEAD', path: '/openapi.json' })).toEqual({
    status,
    headers: { ...headers, 'content-length': Buffer.byteLength(JSON.stringify(body)) },
    body: undefined,
  });
});

test.each([
  ['/nowhere', 404],
  ['/users/', 404],
  ['/companies', 405],
  ['/users/nobody', 400],
])('HEAD %s is answered with %i and no body', async (path, status) => {
  const { call } = apiWithoutTable();
  const answer = await call({ routeKey: '$default', method: 'HEAD', path });
  expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/problem+json' }, body: undefined });
});

test('an error of ours is answered with its request id and nothing else, and logged with its stack', async () => {
  const failure = new TableError('migration-pending', 'Migration 3 is not applied in table secret.');
  const { call, log } = apiWithoutTable(failure);
  const answer = await call({ routeKey: 'GET /companies/{name}', pathParameters: { name: 'Acme' } });
  expect(answer).toMatchObject({ status: 500 });
  expect(answer.body).toEqual({
    type: 'urn:problem-type:groundwork:internal-error',
    title: 'Internal server error',
    status: 500,
    code: 'internal-error',
    detail: 'The log tells more, by the id of this request.',
    requestId: 'request-1',
  });
  expect(log).toHaveBeenCalledWith('error', 'request', expect.objectContaining({ status: 500, error: failure }));
});

test('transactions that stood in each other’s way are answered with 503: try again', async () => {
  const { call } = apiWithoutTable(new TableError('conflict', 'Try again.'));
  const answer = await call({
    routeKey: 'POST /companies/{name}/invitations/{email}/acceptance',
    pathParameters: { name: 'Acme', email: 'ada@example.com' },
    body: { name: 'Ada' },
  });
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
});

test('a table that can take no more is answered with 503: try again', async () => {
  const throttling = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' });
  const { call } = apiWithoutTable(throttling);
  const answer = await call({ routeKey: 'GET /companies/{name}', pathParameters: { name: 'Acme' } });
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' }, body: { code: 'throttled' } });
});

test('each request leaves one line in the log, without the names in its address', async () => {
  const { call, log } = apiWithoutTable();
  await call({ routeKey: 'GET /users/{email}', path: '/users/nobody', pathParameters: { email: 'nobody' } });
  expect(log.mock.calls).toEqual([
    [
      'info',
      'request',
      {
        requestId: 'request-1',
        apiRequestId: 'request-of-the-api',
        route: 'GET /users/{email}',
        status: 400,
        duration: expect.any(Number),
      },
    ],
  ]);
});
