import { apiWithConnection, apiWithoutTable } from './support/call';

test('all fields that are wrong are named at once, wherever they are', async () => {
  const { call, connectTable } = apiWithoutTable();
  const answer = await call({
    routeKey: 'POST /companies/{name}/users',
    pathParameters: { name: '..' },
    query: { colour: 'red' },
    body: { email: 'nobody', name: 7, from: 'Mars' },
  });
  expect(answer).toMatchObject({ status: 400, headers: { 'content-type': 'application/problem+json' } });
  expect(answer.body).toEqual({
    type: 'urn:problem-type:groundwork:invalid-request',
    title: 'The request has fields that are not valid',
    status: 400,
    code: 'invalid-request',
    detail: 'Mend what `errors` says of colour, from, name, email, name.',
    errors: [
      { in: 'query', field: 'colour', reason: 'It is not known here. Leave it out.' },
      { in: 'body', field: 'from', reason: expect.stringContaining('It is not known here. Send email, name') },
      { in: 'path', field: 'name', reason: expect.stringContaining("can't be a part of an address") },
      { in: 'body', field: 'email', reason: expect.stringContaining('is not an e-mail address') },
      { in: 'body', field: 'name', reason: 'It has to be a text.' },
    ],
  });
  expect(connectTable).not.toHaveBeenCalled();
});

test('a field that is missing is named beside the one that was misspelt', async () => {
  const { call } = apiWithoutTable();
  expect((await call({ routeKey: 'POST /companies', body: { nmae: 'Acme' } })).body.errors).toEqual([
    { in: 'body', field: 'nmae', reason: 'It is not known here. Send name, description.' },
    { in: 'body', field: 'name', reason: 'It is missing.' },
  ]);
});

test.each([
  ['too long', 'x'.repeat(2001)],
  ['no text', 7],
  ['half of a character', '\ud83d'],
])('a description that is %s is refused', async (_kind, description) => {
  const { call } = apiWithoutTable();
  const answer = await call({ routeKey: 'POST /companies', body: { name: 'Acme', description } });
  expect(answer).toMatchObject({ status: 400, body: { errors: [{ in: 'body', field: 'description' }] } });
});

test.each(['a/b', 'a?b', 'a%b', '.', '..'])(
  'a company named %j is refused, because no address could name it',
  async (name) => {
    const { call } = apiWithoutTable();
    const answer = await call({ routeKey: 'POST /companies', body: { name } });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'name' }] } });
  },
);

test.each(['', '-1', '0', '101', '9999999999', '1.5', 'many', '1,2'])('the limit %j is refused', async (limit) => {
  const { call } = apiWithoutTable();
  const answer = await call({
    routeKey: 'GET /users/{email}',
    pathParameters: { email: 'a@b.example' },
    query: { limit },
  });
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([
    { in: 'query', field: 'limit', reason: `"${limit}" is not a whole number from 1 to 100.` },
  ]);
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

describe('a change of a version', () => {
  const patch = { routeKey: 'PATCH /companies/{name}', pathParameters: { name: 'Acme' }, body: { description: 'New' } };

  test.each([undefined, '*'])('is answered with 428 with If-Match: %s, before all else', async (ifMatch) => {
    const { call } = apiWithoutTable();
    const headers = { ...(ifMatch && { 'if-match': ifMatch }) };
    const answer = await call({ ...patch, headers, body: 'nonsense' });
    expect(answer).toMatchObject({ status: 428, body: { code: 'precondition-required' } });
  });

  test('names a tag that is none together with what else is wrong', async () => {
    const { call } = apiWithoutTable();
    const answer = await call({ ...patch, headers: { 'if-match': '3' }, body: { description: 3 } });
    expect(answer).toMatchObject({
      status: 400,
      body: {
        errors: [
          { in: 'body', field: 'description' },
          {
            in: 'header',
            field: 'If-Match',
            reason: '3 is not one entity tag. Give the ETag as it was read, like "3".',
          },
        ],
      },
    });
  });

  test('names a tag that is of no version, once all else is right', async () => {
    const { call, connectTable } = apiWithoutTable();
    const headers = { 'if-match': 'W/"1"' };
    expect(await call({ ...patch, headers, body: { description: 3 } })).toMatchObject({ status: 400 });
    expect(await call({ ...patch, headers })).toMatchObject({
      status: 412,
      body: { code: 'version-mismatch', detail: expect.stringContaining('If-Match names W/"1", a weak tag') },
    });
    expect(connectTable).not.toHaveBeenCalled();
  });

  test('is declared as a merge patch', async () => {
    const { call } = apiWithoutTable();
    const headers = { 'if-match': '"1"', 'content-type': 'text/plain' };
    expect(await call({ ...patch, headers })).toMatchObject({
      status: 415,
      headers: { 'accept-patch': 'application/merge-patch+json' },
    });
  });
});

describe('the ways to ask for users exclude each other', () => {
  const ask = (query: Record<string, string>) =>
    apiWithConnection().call({ routeKey: 'GET /companies/{name}/users', pathParameters: { name: 'Acme' }, query });

  test.each([
    [{ prefix: 'a', from: 'b', to: 'c' }, ['from', 'to']],
    [{ bornTo: '1900-01-01', prefix: 'a' }, ['bornTo']],
    [{ from: 'a', bornFrom: '1900-01-01', bornTo: '1900-01-02' }, ['bornFrom', 'bornTo']],
    [{ emails: 'a@b.example', limit: '2', cursor: 'x', to: 'z' }, ['to', 'limit', 'cursor']],
  ])('%j', async (query, refused) => {
    const { status, body } = await ask(query);
    expect(status).toBe(400);
    expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(refused);
  });
});

test('every wrong e-mail address of a list is named', async () => {
  const { call } = apiWithoutTable();
  const answer = await call({
    routeKey: 'POST /companies/{name}/invitations',
    pathParameters: { name: 'Acme' },
    body: { emails: ['a@b.example', 'nobody', 7, 'b@c.example'] },
  });
  expect(answer.body.errors).toEqual([
    { in: 'body', field: 'emails', reason: expect.stringMatching(/"nobody" is not .* It has to be a text\./) },
  ]);
});

test.each([[[]], [Array.from({ length: 101 }, () => 'a@b.example')], ['a@b.example'], [null]])(
  'a list of no or too many e-mail addresses, or what is none, is refused',
  async (emails) => {
    const { call } = apiWithoutTable();
    const route = { routeKey: 'POST /companies/{name}/invitations', pathParameters: { name: 'Acme' } };
    expect(await call({ ...route, body: { emails } })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'emails' }] },
    });
  },
);

test.each([0, -1, 1.5, 31_536_001, '60'])(
  'the validity %j is refused with how long one can be',
  async (validForSeconds) => {
    const { call } = apiWithoutTable();
    const route = { routeKey: 'POST /companies/{name}/invitations', pathParameters: { name: 'Acme' } };
    const answer = await call({ ...route, body: { emails: ['a@b.example'], validForSeconds } });
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toEqual([
      { in: 'body', field: 'validForSeconds', reason: 'It has to be a whole number of seconds from 1 to 31536000.' },
    ]);
  },
);

test('a body with the name of a prototype’s property is read like any other', async () => {
  const { call } = apiWithoutTable();
  const answer = await call({ routeKey: 'POST /companies', body: '{"__proto__":{"name":"Acme"},"constructor":1}' });
  expect(answer.body.errors.map(({ field }: { field: string }) => field)).toEqual(['__proto__', 'constructor', 'name']);
});
