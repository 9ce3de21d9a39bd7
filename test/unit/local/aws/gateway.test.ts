import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordedRight } from '../../../../local/aws/calls/call-record';
import { type Gateway, startGateway } from '../../../../local/aws/gateway';
import { place, temporaryDirectory } from './stand-in';

const { directory, remove } = temporaryDirectory();
const dynamodbEndpoint = 'http://127.0.0.1:9';
const options = { ...place, port: 0, stateDirectory: `${directory}/aws`, dynamodbEndpoint };
const logged: string[] = [];
const wanted: RecordedRight[] = [];
let gateway: Gateway;

beforeAll(async () => {
  gateway = await startGateway({
    ...options,
    onLog: (line) => logged.push(line),
    onNeededRight: (right) => wanted.push(right),
  });
});
afterAll(async () => {
  await gateway.close();
  remove();
});

async function signed(service: string, init: RequestInit & { path?: string; key?: string } = {}) {
  const { path = '/', key = 'local', ...rest } = init;
  const response = await fetch(`${gateway.endpoint}${path}`, {
    method: 'POST',
    ...rest,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/eu-central-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      ...rest.headers,
    },
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const callerIdentity = { headers: form, body: 'Action=GetCallerIdentity&Version=2011-06-15' };

test('says who it is', async () => {
  const response = await fetch(`${gateway.endpoint}/_groundwork/health`);
  expect(await response.json()).toEqual({
    ...{ pid: process.pid, version: expect.any(String), code: expect.any(String) },
    ...{ region: 'eu-central-1', accountId: '000000000000', dynamodbEndpoint },
  });
});

/** By node:http, which sends any header that it is given. */
function statusOf(path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const options = { agent: false as const, headers };
    get(`${gateway.endpoint}${path}`, options, (response) => resolve(response.resume().statusCode)).once(
      'error',
      reject,
    );
  });
}

describe('a page in a browser', () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/s3/aws4_request, SignedHeaders=host, Signature=0';
  const api = '/execute-api/none/path';
  const notFound = 404;

  test.each(['127.0.0.1', 'localhost', '[::1]'])('reaches an HTTP API under the name %s', async (name) => {
    expect(await statusOf(api, { host: `${name}:${gateway.port}`, origin: 'http://localhost:5173' })).toBe(notFound);
  });

  test.each(['attacker.example', '127.0.0.1', '127.0.0.1:1'])('reaches nothing as %j', async (name) => {
    const host = name === 'attacker.example' ? `${name}:${gateway.port}` : name;
    expect(await statusOf(api, { host })).toBe(403);
    expect(await statusOf('/_groundwork/health', { host })).toBe(403);
    expect(await statusOf('/bucket', { host, authorization })).toBe(403);
  });

  test.each(['https://attacker.example', 'null'])('of %s reaches none of the APIs of AWS', async (origin) => {
    expect(await statusOf('/bucket?location', { authorization })).toBe(notFound);
    expect(await statusOf('/bucket?location', { authorization, origin })).toBe(403);
    expect(await statusOf(api, { authorization, origin })).toBe(403);
    expect(await statusOf('/_groundwork/health', { origin })).toBe(403);
    expect(logged.join('\n')).toContain(`Origin: ${origin}`);
  });

  test('cannot sign by an address', async () => {
    const signature = 'X-Amz-Credential=local%2F20260101%2Feu-central-1%2Fs3%2Faws4_request';
    expect(await statusOf(`/bucket?${signature}`, {})).toBe(403);
  });
});

test('leads a signed request to the service in its credential scope', async () => {
  const { status, body } = await signed('sts', callerIdentity);
  expect(status).toBe(200);
  expect(body).toContain('<Account>000000000000</Account>');
  expect(body).toContain('<Arn>arn:aws:iam::000000000000:root</Arn>');
});

test.each([
  ['query', 'ses', { headers: form, body: 'Action=SendEmail' }, '<Code>NotImplemented</Code>', 'ses (SendEmail)'],
  [
    'JSON',
    'kinesis',
    { headers: { 'x-amz-target': 'Kinesis_20131202.CreateStream' } },
    '"__type":"NotImplemented"',
    'kinesis (CreateStream)',
  ],
  ['REST', 'batch', { path: '/v1/createjobqueue' }, '"Type":"User"', 'batch (POST /v1/createjobqueue)'],
])('answers a service that it does not have in the form of the %s protocol', async (_, service, init, code, name) => {
  const { status, body } = await signed(service, init);
  expect(status).toBe(501);
  expect(body).toContain(code);
  expect(body).toContain(name);
});

test.each([
  ['iam', { headers: form, body: 'Action=CreateUser' }, 'iam CreateUser'],
  ['logs', { headers: { 'x-amz-target': 'Logs_20140328.PutMetricFilter' } }, 'logs PutMetricFilter'],
  ['lambda', { path: '/2018-10-31/layers' }, 'lambda POST /2018-10-31/layers'],
  ['s3', { path: '/bucket/key?uploads' }, 's3 POST object?uploads'],
])('answers an action that %s does not have with its name, and logs it', async (service, init, name) => {
  const { status, body } = await signed(service, init);
  expect(status).toBe(501);
  expect(body).toContain(name);
  expect(logged.join('\n')).toContain(name);
});

test('an action is not there just because objects have such a property', async () => {
  expect(await signed('iam', { headers: form, body: 'Action=constructor' })).toMatchObject({ status: 501 });
  expect(await signed('constructor')).toMatchObject({ status: 501 });
});

test('a request that is not signed is refused', async () => {
  const response = await fetch(`${gateway.endpoint}/2015-03-31/functions/a`);
  expect(response.status).toBe(403);
  expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationToken');
});

test('a session key that was not issued here is refused everywhere', async () => {
  const key = 'ASIA0000000000000000';
  expect(await signed('sts', { ...callerIdentity, key })).toMatchObject({ status: 403 });
  expect(await signed('s3', { path: '/bucket', method: 'GET', key })).toMatchObject({ status: 403 });
  expect(
    await signed('dynamodb', { headers: { 'x-amz-target': 'DynamoDB_20120810.ListTables' }, body: '{}', key }),
  ).toMatchObject({
    status: 400,
    body: expect.stringContaining('UnrecognizedClientException'),
  });
});

test('tells which right a call would need, and with which access key it came', async () => {
  await signed('sns', {
    headers: form,
    body: 'Action=CreateTopic&Name=alarms&Version=2010-03-31',
    key: 'AKIASOMEBODY',
  });
  expect(wanted.at(-1)).toEqual({
    ...{ who: 'AKIASOMEBODY', action: 'sns:CreateTopic' },
    resource: 'arn:aws:sns:eu-central-1:000000000000:alarms',
  });
});

test('an HTTP API is reached without a signature, and with a token of its own in Authorization', async () => {
  const response = await fetch(`${gateway.endpoint}/execute-api/none/path`, {
    headers: { authorization: 'Bearer token' },
  });
  expect({ status: response.status, body: await response.json() }).toEqual({
    status: 404,
    body: { message: 'Not Found' },
  });
});

test('a port that is taken is named', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  await expect(startGateway({ ...options, port })).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringContaining(String(port)),
  });
  await new Promise((resolve) => other.close(resolve));
});

test('the state is there again after a restart', async () => {
  const state = { ...options, stateDirectory: `${directory}/restarted` };
  const create = (endpoint: string) =>
    fetch(endpoint, {
      method: 'POST',
      headers: {
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/logs/aws4_request, SignedHeaders=host, Signature=0',
        'x-amz-target': 'Logs_20140328.CreateLogGroup',
      },
      body: JSON.stringify({ logGroupName: 'kept' }),
    });
  const first = await startGateway(state);
  expect(await create(first.endpoint)).toMatchObject({ status: 200 });
  await first.close();
  const second = await startGateway(state);
  expect(await (await create(second.endpoint)).json()).toMatchObject({ __type: 'ResourceAlreadyExistsException' });
  await second.close();
});
