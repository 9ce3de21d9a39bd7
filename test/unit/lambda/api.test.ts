import { createApi } from '../../../lambda/api/api';
import { TableError } from '../../../table/errors';
import { type HttpRequest, httpEvent } from './http-event';

const context = { awsRequestId: 'request-1' };

/** An API whose table can't be reached: what it answers here, it answers without one. */
function apiWithoutTable(failure: Error = new Error('The table must not be needed.')) {
  const log = jest.fn();
  const connectTable = jest.fn().mockRejectedValue(failure);
  const handler = createApi({ connectTable, log });
  const call = async (request: HttpRequest) => {
    const { statusCode, headers, body } = await handler(httpEvent(request), context);
    return { status: statusCode, headers, body: JSON.parse(body ?? '') };
  };
  return { call, log, connectTable };
}

test('an unknown address is answered with 404', async () => {
  const { call } = apiWithoutTable();
  expect(await call({ routeKey: '$default', method: 'GET', path: '/nowhere' })).toMatchObject({ status: 404 });
  expect(await call({ routeKey: '$default', method: 'GET', path: '/users/a/b' })).toMatchObject({ status: 404 });
  expect(await call({ routeKey: '$default', method: 'POST', path: '/users/' })).toMatchObject({ status: 404 });
});

test('an address and method that API Gateway took for no route are answered with 404, not with that method allowed', async () => {
  const { call } = apiWithoutTable();
  expect(await call({ routeKey: '$default', method: 'GET', path: '/users/a%2Fb' })).toMatchObject({ status: 404 });
});

test('a known address with another method is answered with 405 and the methods it takes', async () => {
  const { call } = apiWithoutTable();
  expect(await call({ routeKey: '$default', method: 'PUT', path: '/companies/Acme/users' })).toMatchObject({
    status: 405,
    headers: { allow: 'POST, GET' },
  });
});

test('all fields that are wrong are named at once', async () => {
  const { call, connectTable } = apiWithoutTable();
  const answer = await call({
    routeKey: 'POST /companies/{name}/users',
    pathParameters: { name: 'Acme' },
    body: { email: 'nobody', name: 7 },
  });
  expect(answer).toMatchObject({ status: 400, headers: { 'content-type': 'application/json' } });
  expect(answer.body).toEqual({
    message: 'The request has fields that are not valid.',
    errors: [
      { field: 'email', reason: expect.stringContaining('is not an e-mail address') },
      { field: 'name', reason: 'It has to be a text.' },
    ],
  });
  expect(connectTable).not.toHaveBeenCalled();
});

test('a field that is missing and one that is not known are named', async () => {
  const { call } = apiWithoutTable();
  expect((await call({ routeKey: 'POST /companies', body: {} })).body.errors).toEqual([
    { field: 'name', reason: 'It is missing.' },
  ]);
  expect((await call({ routeKey: 'POST /companies', body: { name: 'Acme', nmae: 'Acme' } })).body.errors).toEqual([
    { field: 'nmae', reason: expect.stringContaining('not known') },
  ]);
});

test.each(['a/b', 'a?b', '.', '..'])(
  'a company named %j is refused, because no address could name it',
  async (name) => {
    const { call } = apiWithoutTable();
    const answer = await call({ routeKey: 'POST /companies', body: { name } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'name' }] } });
  },
);

test.each(['', '-1', '1.5', 'many', '1,2'])('the limit %j is refused', async (limit) => {
  const { call } = apiWithoutTable();
  const answer = await call({
    routeKey: 'GET /users/{email}',
    pathParameters: { email: 'a@b.example' },
    query: { limit },
  });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'limit' }] } });
});

test.each([
  ['no JSON', '{"name":'],
  ['empty', ''],
  ['no object', '["Acme"]'],
])('a body that is %s is answered with 400', async (_kind, body) => {
  const { call } = apiWithoutTable();
  expect(await call({ routeKey: 'POST /companies', body })).toMatchObject({ status: 400 });
});

test('a body that is no UTF-8 is answered with 400', async () => {
  const { call } = apiWithoutTable();
  const body = Buffer.from('{"name":"Caf\xe9"}', 'latin1').toString('base64');
  expect(await call({ routeKey: 'POST /companies', body, isBase64Encoded: true })).toMatchObject({ status: 400 });
});

test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=latin1', ''])(
  'a body of content type %j is answered with 415',
  async (type) => {
    const { call } = apiWithoutTable();
    const answer = await call({ routeKey: 'POST /companies', body: {}, headers: { 'content-type': type } });
    expect(answer).toMatchObject({ status: 415 });
  },
);

test('a body of more than 256 KiB is answered with 413, whatever its characters', async () => {
  const { call } = apiWithoutTable();
  const body = { name: 'é'.repeat(128 * 1024) };
  expect(await call({ routeKey: 'POST /companies', body })).toMatchObject({ status: 413 });
});

test('an error of ours is answered with its request id and nothing else, and logged with its stack', async () => {
  const failure = new TableError('migration-pending', 'Migration 3 is not applied in table secret.');
  const { call, log } = apiWithoutTable(failure);
  const answer = await call({ routeKey: 'GET /companies/{name}', pathParameters: { name: 'Acme' } });
  expect(answer).toMatchObject({ status: 500 });
  expect(answer.body).toEqual({ message: 'Internal server error', requestId: 'request-1' });
  expect(log).toHaveBeenCalledWith('error', 'request', expect.objectContaining({ status: 500, error: failure }));
});

test('transactions that stood in each other’s way are answered with 503: try again', async () => {
  const { call } = apiWithoutTable(new TableError('conflict', 'Try again.'));
  const answer = await call({ routeKey: 'GET /companies/{name}', pathParameters: { name: 'Acme' } });
  expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
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
