import { LocalError } from '../../../../local/errors';
import { answered, createApiFunction, servicesIn, type TestServices, temporaryDirectory } from './stand-in';

const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:api';
const policyPath = '/2015-03-31/functions/api/policy';
let services: TestServices;
let cleanUp: () => void;
let apiId: string;
let integrationId: string;

beforeEach(async () => {
  const { directory, remove } = temporaryDirectory();
  cleanUp = remove;
  services = await servicesIn(directory);
  await createApiFunction(services);
  apiId = await made('apis', { name: 'api', protocolType: 'HTTP' }, 'apiId');
  integrationId = await made(
    `apis/${apiId}/integrations`,
    { integrationType: 'AWS_PROXY', integrationUri: functionArn, payloadFormatVersion: '2.0', timeoutInMillis: 50 },
    'integrationId',
  );
  await addRoute('GET /companies/{name}');
  await addStage('$default');
  await allow(`arn:aws:execute-api:eu-central-1:000000000000:${apiId}/*/*`);
});
afterEach(() => cleanUp());

async function made(collection: string, input: object, identifier: string): Promise<string> {
  const { status, json } = await services.rest('apigateway', 'POST', `/v2/${collection}`, input);
  if (status !== 201) throw new Error(JSON.stringify(json));
  return (json as Record<string, string>)[identifier] ?? '';
}

const addRoute = (routeKey: string) =>
  made(`apis/${apiId}/routes`, { routeKey, target: `integrations/${integrationId}` }, 'routeId');
const addStage = (stageName: string, settings: object = {}) =>
  made(`apis/${apiId}/stages`, { stageName, autoDeploy: true, ...settings }, 'stageName');
const allow = (SourceArn: string) =>
  services.rest('lambda', 'POST', policyPath, {
    ...{ StatementId: 'http-api', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' },
    SourceArn,
  });

async function call(path: string, options: { method?: string; body?: Buffer } = {}) {
  const { status, body } = await services.callHttpApi({
    ...{ apiId, path, rawQuery: '', headers: { host: 'localhost' }, sourceIp: '127.0.0.1' },
    method: options.method ?? 'GET',
    body: options.body ?? Buffer.alloc(0),
  });
  return { status, body: body.toString() };
}

const message = (text: string) => JSON.stringify({ message: text });

test('a route’s function gets the event, and its answer is the response', async () => {
  const runner = jest.fn().mockResolvedValue(answered({ statusCode: 201, body: 'made' }));
  services.answerWith(runner);
  expect(await call('/companies/a%20b')).toEqual({ status: 201, body: 'made' });
  expect(JSON.parse(String(runner.mock.calls[0]?.[1]))).toMatchObject({
    routeKey: 'GET /companies/{name}',
    pathParameters: { name: 'a b' },
    requestContext: { apiId, stage: '$default' },
  });
});

test('a slash separates segments also where it was sent as %2F, for the route and for the function', async () => {
  await addRoute('GET /companies/{name}/users');
  await addRoute('$default');
  const runner = jest.fn().mockResolvedValue(answered({ statusCode: 200 }));
  services.answerWith(runner);
  const event = async (method: string) => {
    await call('/companies/Acme%2Fusers', { method });
    return JSON.parse(String(runner.mock.lastCall?.[1]));
  };
  const found = { routeKey: 'GET /companies/{name}/users', pathParameters: { name: 'Acme' } };
  expect(await event('GET')).toMatchObject({ ...found, rawPath: '/companies/Acme/users' });
  expect(await event('PUT')).toMatchObject({ routeKey: '$default', rawPath: '/companies/Acme/users' });
});

test('a path that is refused is a bad request', async () => {
  expect(await call('/companies/100%25')).toEqual({ status: 400, body: message('Bad Request') });
});

test.each([
  ['a path without a route', '/other', 'GET'],
  ['a method without a route', '/companies/a', 'DELETE'],
])('%s is not found', async (_, path, method) => {
  expect(await call(path, { method })).toEqual({ status: 404, body: message('Not Found') });
});

test('without a stage, or in an API that is not there, nothing is found', async () => {
  await services.rest('apigateway', 'DELETE', `/v2/apis/${apiId}/stages/$default`);
  expect(await call('/companies/a')).toMatchObject({ status: 404 });
  apiId = 'missing';
  expect(await call('/companies/a')).toMatchObject({ status: 404 });
});

test('a named stage is below its name, with its variables', async () => {
  await addStage('dev', { stageVariables: { colour: 'blue' } });
  const runner = jest.fn().mockResolvedValue(answered('ok'));
  services.answerWith(runner);
  expect(await call('/dev/companies/a')).toMatchObject({ status: 200 });
  expect(JSON.parse(String(runner.mock.calls[0]?.[1]))).toMatchObject({
    stageVariables: { colour: 'blue' },
    requestContext: { stage: 'dev' },
  });
});

describe('the function’s resource policy', () => {
  beforeEach(async () => {
    await services.rest('lambda', 'DELETE', `${policyPath}/http-api`);
  });
  const arn = (rest: string) => `arn:aws:execute-api:eu-central-1:000000000000:${rest}`;

  test('has to be there', async () => {
    expect(await call('/companies/a')).toEqual({ status: 500, body: message('Internal Server Error') });
    expect(services.failures.join()).toContain('no permission lets apigateway.amazonaws.com invoke');
  });

  test.each([
    ['any stage, method and path', '*/*', 200],
    ['the route', '$default/GET/companies/{name}', 200],
    ['another method', '*/POST/*', 500],
    ['another path', '*/GET/users', 500],
  ])('for %s', async (_, source, status) => {
    await allow(arn(`${apiId}/${source}`));
    expect(await call('/companies/a')).toMatchObject({ status });
  });

  test('for another API does not count', async () => {
    await allow(arn('another/*/*'));
    expect(await call('/companies/a')).toMatchObject({ status: 500 });
  });

  test('for the $default route names no method', async () => {
    await addRoute('$default');
    await allow(arn(`${apiId}/*/$default`));
    expect(await call('/anything')).toMatchObject({ status: 200 });
  });
});

test('a request of more than 10 MB is too large', async () => {
  expect(await call('/companies/a', { body: Buffer.alloc(10 * 1024 * 1024 + 1) })).toMatchObject({ status: 413 });
});

test('an event that is too large for Lambda is too large, too', async () => {
  services.answerWith(async () => {
    throw new LocalError('request-too-large', 'secret');
  });
  expect(await call('/companies/a')).toEqual({ status: 413, body: message('Request Entity Too Large') });
});

test.each([
  ['as many invocations as may run at once', undefined, 'all ten are busy'],
  ['its reserved concurrency', 0, '0 invocations of api are running, its reserved concurrency'],
])('a function that has reached %s is unavailable, and the reason is told', async (_, reserved, reason) => {
  services.answerWith(async () => {
    throw new LocalError('too-many-requests', 'all ten are busy');
  });
  if (reserved !== undefined) {
    const path = '/2017-10-31/functions/api/concurrency';
    await services.rest('lambda', 'PUT', path, { ReservedConcurrentExecutions: reserved });
  }
  expect(await call('/companies/a')).toEqual({ status: 503, body: message('Service Unavailable') });
  expect(services.failures.join()).toContain(reason);
});

test('a function that fails, or cannot be started, is an internal server error', async () => {
  services.answerWith(async () => answered({ errorType: 'Error', errorMessage: 'secret' }, 'Unhandled'));
  expect(await call('/companies/a')).toEqual({ status: 500, body: message('Internal Server Error') });
  services.answerWith(async () => {
    throw new LocalError('function-stopped', 'secret');
  });
  expect(await call('/companies/a')).toEqual({ status: 500, body: message('Internal Server Error') });
  expect(services.failures.join()).toContain('secret');
});

test('an answer with a header that cannot be sent is an internal server error, and the log names the header', async () => {
  services.answerWith(async () => answered({ statusCode: 200, headers: { 'X-Two-Lines': 'a\nb' } }));
  expect(await call('/companies/a')).toEqual({ status: 500, body: message('Internal Server Error') });
  expect(services.failures.join()).toContain(
    `${functionArn}: its answer is malformed: the header "X-Two-Lines" can't be sent`,
  );
});

test('an integration that takes longer than its timeout is unavailable', async () => {
  services.answerWith(() => new Promise(() => undefined));
  expect(await call('/companies/a')).toEqual({ status: 503, body: message('Service Unavailable') });
});

describe('the parts of an API', () => {
  const patch = (path: string, changes: object) =>
    services.rest('apigateway', 'PATCH', `/v2/apis/${apiId}/${path}`, changes);

  test('an integration that a route uses cannot go', async () => {
    const path = `/v2/apis/${apiId}/integrations/${integrationId}`;
    expect(await services.rest('apigateway', 'DELETE', path)).toMatchObject({ status: 409 });
  });

  test('a route key is there only once', async () => {
    const input = { routeKey: 'GET /companies/{name}', target: `integrations/${integrationId}` };
    expect(await services.rest('apigateway', 'POST', `/v2/apis/${apiId}/routes`, input)).toMatchObject({ status: 409 });
  });

  test('stage variables are merged, and taken away by an empty value', async () => {
    await patch('stages/$default', { stageVariables: { one: '1', two: '2' } });
    expect(await patch('stages/$default', { stageVariables: { one: '', three: '3' } })).toMatchObject({
      json: { stageVariables: { two: '2', three: '3' } },
    });
  });

  test.each([
    ['an authorizer', 'routes', { routeKey: 'GET /a', authorizationType: 'JWT' }, 'no authorisation'],
    ['payload format 1.0', 'integrations', { payloadFormatVersion: '1.0' }, 'payload format version 2.0'],
    ['a stage that is not deployed automatically', 'stages', { stageName: 'a', autoDeploy: false }, 'auto_deploy'],
  ])('%s is refused by name', async (_, collection, input, text) => {
    const { status, json } = await services.rest('apigateway', 'POST', `/v2/apis/${apiId}/${collection}`, input);
    expect({ status, json }).toEqual({
      status: 400,
      json: expect.objectContaining({ message: expect.stringContaining(text) }),
    });
  });
});
