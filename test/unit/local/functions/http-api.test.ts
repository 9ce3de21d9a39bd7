import { decodePath, findRoute, toHttpApiEvent, toHttpResponse } from '../../../../local/functions/http-api';

/** As they were captured at a live HTTP API. */
test.each([
  ['/capture/space%20value', '/capture/space value'],
  ['/capture/question%3Fvalue', '/capture/question'],
  ['/capture/percent%25done', undefined],
  ['/capture/hash%23value', '/capture/hash#value'],
  ['/capture/slash%2Fvalue', '/capture/slash/value'],
  ['/capture/unicode-%CE%BB', '/capture/unicode-λ'],
  ['/capture/literal%252Fvalue', '/capture/literal/value'],
  ['/capture/literal%253Fvalue', '/capture/literal?value'],
  ['/capture/literal%2525value', '/capture/literal%value'],
])('the path %s is taken as %s', (encoded, path) => {
  expect(decodePath(encoded)).toBe(path);
});

describe('the route of a request', () => {
  const routes = [
    '$default',
    'ANY /{proxy+}',
    'GET /{proxy+}',
    'GET /pets/{id}',
    'ANY /pets/{id}',
    'GET /pets/dog',
    'POST /pets/cat',
    'GET /pets/{id}/{part+}',
    'GET /',
  ].map((routeKey) => ({ routeKey, target: `integrations/${routeKey}` }));

  test.each([
    ['GET', '/pets/dog', 'GET /pets/dog', {}],
    ['get', '/pets/dog', 'GET /pets/dog', {}],
    ['GET', '/pets/6', 'GET /pets/{id}', { id: '6' }],
    ['PUT', '/pets/6', 'ANY /pets/{id}', { id: '6' }],
    ['GET', '/pets/cat', 'GET /pets/{id}', { id: 'cat' }],
    ['GET', '/pets/6/a/b', 'GET /pets/{id}/{part+}', { id: '6', part: 'a/b' }],
    ['GET', '/elsewhere/x', 'GET /{proxy+}', { proxy: 'elsewhere/x' }],
    ['POST', '/elsewhere', 'ANY /{proxy+}', { proxy: 'elsewhere' }],
    ['GET', '/pets', 'GET /{proxy+}', { proxy: 'pets' }],
    ['GET', '/', 'GET /', {}],
    ['POST', '/', '$default', {}],
  ])('%s %s is %s', (method, path, routeKey, pathParameters) => {
    expect(findRoute(routes, method, path)).toEqual({ routeKey, target: `integrations/${routeKey}`, pathParameters });
  });

  test('does not exist where nothing matches and there is no $default', () => {
    expect(findRoute([{ routeKey: 'GET /pets', target: 't' }], 'POST', '/pets')).toBeUndefined();
    expect(findRoute([{ routeKey: 'GET /pets/{id}', target: 't' }], 'GET', '/pets/')).toBeUndefined();
  });
});

describe('the event of a request', () => {
  const request = {
    method: 'POST',
    rawPath: '/companies/Böhm',
    rawQuery: 'limit=5&tag=a&tag=b%20c',
    headers: {
      host: 'localhost',
      'user-agent': 'test',
      'content-type': 'application/json; charset=utf-8',
      cookie: 'a=1; b=2',
      'x-several': ['1', '2'] as unknown as string,
    },
    body: Buffer.from('{"name":"Böhm"}'),
    sourceIp: '127.0.0.1',
  };
  const api = {
    apiId: 'abc',
    stage: '$default',
    domainName: 'abc.execute-api.localhost',
    accountId: '000000000000',
    routeKey: 'POST /companies/{name}',
    pathParameters: { name: 'Böhm' },
  };

  test('has the form of payload format 2.0', () => {
    expect(toHttpApiEvent(request, api)).toEqual({
      version: '2.0',
      routeKey: 'POST /companies/{name}',
      rawPath: '/companies/Böhm',
      rawQueryString: 'limit=5&tag=a&tag=b%20c',
      cookies: ['a=1', 'b=2'],
      headers: {
        host: 'localhost',
        'user-agent': 'test',
        'content-type': 'application/json; charset=utf-8',
        'x-several': '1,2',
      },
      queryStringParameters: { limit: '5', tag: 'a,b c' },
      pathParameters: { name: 'Böhm' },
      requestContext: {
        accountId: '000000000000',
        apiId: 'abc',
        domainName: 'abc.execute-api.localhost',
        domainPrefix: 'abc',
        http: {
          method: 'POST',
          path: '/companies/Böhm',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'test',
        },
        requestId: expect.stringMatching(/./),
        routeKey: 'POST /companies/{name}',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"name":"Böhm"}',
      isBase64Encoded: false,
    });
  });

  test('leaves out what the request does not have', () => {
    const event = toHttpApiEvent(
      { ...request, rawQuery: '', headers: {}, body: Buffer.alloc(0) },
      { ...api, pathParameters: {} },
    );

    expect(Object.keys(event)).not.toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^(cookies|queryStringParameters|pathParameters|body|stageVariables)$/),
      ]),
    );
    expect(event.isBase64Encoded).toBe(false);
  });

  test.each([
    ['text/csv', false],
    ['application/xml', false],
    ['application/octet-stream', true],
    ['application/x-www-form-urlencoded', true],
    ['multipart/form-data; boundary=x', true],
    [undefined, true],
  ])('a body of type %s is base64: %s', (contentType, isBase64Encoded) => {
    const body = Buffer.from([0x61, 0xff]);
    const event = toHttpApiEvent({ ...request, headers: { 'content-type': contentType }, body }, api);

    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(event.body).toBe(isBase64Encoded ? 'Yf8=' : 'a\ufffd');
  });

  test('a compressed body is base64 whatever its type', () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };

    expect(toHttpApiEvent({ ...request, headers }, api).isBase64Encoded).toBe(true);
  });
});

describe('the response for a result', () => {
  const responseOf = (result: unknown, functionError?: string) => {
    const response = toHttpResponse(Buffer.from(JSON.stringify(result)), functionError);
    return { ...response, body: response.body.toString() };
  };

  test('without statusCode is 200 and the result as JSON', () => {
    expect(responseOf({ a: 1 })).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(responseOf('text').body).toBe('text');
    expect(responseOf([1]).body).toBe('[1]');
  });

  test('with statusCode is the response that it describes', () => {
    const result = {
      statusCode: 201,
      headers: { 'Content-Type': 'application/json', 'X-Count': 3 },
      cookies: ['a=1', 'b=2'],
      body: '{}',
    };

    expect(responseOf(result)).toEqual({
      status: 201,
      headers: { 'content-type': 'application/json', 'x-count': '3', 'set-cookie': ['a=1', 'b=2'] },
      body: '{}',
    });
  });

  test('decodes a body in base64', () => {
    expect(responseOf({ statusCode: 200, body: 'aGk=', isBase64Encoded: true }).body).toBe('hi');
  });

  test('has no body where none is given', () => {
    expect(responseOf({ statusCode: 204, body: null })).toMatchObject({ status: 204, body: '' });
  });

  test.each([
    { statusCode: 'no' },
    { statusCode: 99 },
    { statusCode: 200, body: { a: 1 } },
    { statusCode: 200, headers: [] },
    { statusCode: 200, headers: { a: { b: 1 } } },
    { statusCode: 200, cookies: 'a=1' },
    { statusCode: 200, headers: { 'x-two': 'a\nb' } },
    { statusCode: 200, headers: { 'a b': 'c' } },
    { statusCode: 200, cookies: ['a=1\r\nb: c'] },
  ])('is 500 where it is malformed: %j', (result) => {
    expect(responseOf(result)).toEqual({
      status: 500,
      headers: { 'content-type': 'application/json' },
      body: '{"message":"Internal Server Error"}',
    });
  });

  test('is 500 for a function that failed', () => {
    expect(responseOf({ errorType: 'Error', errorMessage: 'x', trace: [] }, 'Unhandled')).toMatchObject({
      status: 500,
      body: '{"message":"Internal Server Error"}',
    });
  });

  test('is 503 for a function that timed out', () => {
    expect(responseOf({ errorType: 'Sandbox.Timedout', errorMessage: 'x' }, 'Unhandled')).toMatchObject({
      status: 503,
      body: '{"message":"Service Unavailable"}',
    });
  });
});
