import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CallCounter, startCallCounter } from '../../../bench/deploy/call-counter';

let standIn: Server;
let counter: CallCounter;

beforeAll(async () => {
  standIn = createServer((request, response) => response.end(`${request.headers.host} ${request.method}`));
  standIn.listen(0, '127.0.0.1');
  await once(standIn, 'listening');
  counter = await startCallCounter(`http://127.0.0.1:${portOf(standIn)}`);
});

afterAll(async () => {
  await counter.close();
  standIn.close();
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const call = (service: string, init: RequestInit, path = '/') =>
  fetch(counter.endpoint + path, {
    ...init,
    headers: {
      ...init.headers,
      authorization: `AWS4-HMAC-SHA256 Credential=local/20261126/eu-central-1/${service}/aws4_request`,
    },
  });

const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' } };

test('a call passes, under the stand-in’s own name', async () => {
  const answer = await call('s3', { method: 'PUT', body: 'a state' }, '/bucket/key');

  await expect(answer.text()).resolves.toBe(`127.0.0.1:${portOf(standIn)} PUT`);
  counter.take();
});

test.each([
  [
    'dynamodb:DescribeTable',
    'dynamodb',
    { method: 'POST', headers: { 'x-amz-target': 'DynamoDB_20120810.DescribeTable' } },
    '/',
  ],
  ['sts:GetCallerIdentity', 'sts', { ...form, body: 'Action=GetCallerIdentity&Version=2011-06-15' }, '/'],
  ['s3:PUT versioning', 's3', { method: 'PUT' }, '/bucket?versioning='],
  ['s3:HEAD bucket', 's3', { method: 'HEAD' }, '/bucket/'],
  ['s3:GET object', 's3', { method: 'GET' }, '/bucket/key/service.tfstate?x-id=GetObject'],
  ['lambda:GET /2015-03-31/functions/api', 'lambda', { method: 'GET' }, '/2015-03-31/functions/api?Qualifier=1'],
])('%s is known by its name', async (action, service, init, path) => {
  await call(service, init, path);

  expect(counter.take()).toEqual([{ by: 'Groundwork', action }]);
  expect(counter.take()).toEqual([]);
});

test('Terraform is told from Groundwork', async () => {
  await call('iam', {
    ...form,
    body: 'Action=GetRole',
    headers: { ...form.headers, 'user-agent': 'APN/1.0 HashiCorp/1.0 Terraform/1.11.4' },
  });

  expect(counter.take()).toEqual([{ by: 'Terraform', action: 'iam:GetRole' }]);
});
