import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { LocalError } from '../../../../local/errors';
import {
  answered,
  createApiFunction,
  functionParameters,
  servicesIn,
  type TestServices,
  temporaryDirectory,
  trustIn,
} from './stand-in';

const functions = '/2015-03-31/functions';
let services: TestServices;
let cleanUp: () => void;
let codeDirectory: string;

beforeEach(async () => {
  const { directory, remove } = temporaryDirectory();
  cleanUp = remove;
  codeDirectory = path.join(directory, 'code');
  services = await servicesIn(directory);
  await createApiFunction(services);
});
afterEach(() => cleanUp());

const create = (changes: object) =>
  services.rest('lambda', 'POST', functions, functionParameters({ FunctionName: 'other', ...changes }));

describe('creating a function', () => {
  const role = (name: string) => ({ Role: `arn:aws:iam::000000000000:role/${name}` });
  const cannotBeAssumed = {
    status: 400,
    json: expect.objectContaining({ message: 'The role defined for the function cannot be assumed by Lambda.' }),
  };

  test('needs a role that exists', async () => {
    expect(await create(role('missing'))).toEqual(cannotBeAssumed);
  });

  test('needs a role that trusts Lambda', async () => {
    const trust = { AssumeRolePolicyDocument: trustIn('ec2.amazonaws.com') };
    await services.query('iam', { Action: 'CreateRole', RoleName: 'machine', ...trust });
    expect(await create(role('machine'))).toEqual(cannotBeAssumed);
  });

  test.each([
    ['code that is no zip', { Code: { ZipFile: Buffer.from('no zip').toString('base64') } }, 'Could not unzip'],
    ['a variable that is Lambda’s own', { Environment: { Variables: { AWS_REGION: 'x' } } }, 'AWS_REGION'],
    ['variables of more than 4 KB', { Environment: { Variables: { A: 'x'.repeat(4096) } } }, '4KB'],
    ['a runtime that is not Node.js', { Runtime: 'python3.13' }, 'Node.js'],
    ['layers', { Layers: ['arn:aws:lambda:eu-central-1:0:layer:a:1'] }, 'Layers: is not supported'],
    ['a parameter that is not known here', { DurableConfig: {} }, 'does not support DurableConfig'],
  ])('refuses %s', async (_, changes, message) => {
    expect(await create(changes)).toEqual({
      status: 400,
      json: expect.objectContaining({ message: expect.stringContaining(message) }),
    });
  });

  test('refuses a name that is taken', async () => {
    expect(await create({ FunctionName: 'api' })).toMatchObject({ status: 409 });
  });
});

test('a changed configuration keeps what was not sent', async () => {
  await services.rest('lambda', 'PUT', `${functions}/api/configuration`, { MemorySize: 512 });
  await services.rest('lambda', 'PUT', `${functions}/api/configuration`, { Environment: { Variables: { A: 'b' } } });
  expect(await services.rest('lambda', 'GET', `${functions}/api`)).toMatchObject({
    json: {
      Configuration: { MemorySize: 512, Timeout: 3, Environment: { Variables: { A: 'b' } }, Handler: 'index.handler' },
    },
  });
});

test('the function goes, and its code with it', async () => {
  expect(readdirSync(codeDirectory)).toHaveLength(1);
  expect(await services.rest('lambda', 'DELETE', `${functions}/api`)).toMatchObject({ status: 204 });
  expect(readdirSync(codeDirectory)).toHaveLength(0);
  await new Promise(setImmediate);
  expect(services.removedCode).toHaveLength(1);
  expect(await services.rest('lambda', 'GET', `${functions}/api`)).toMatchObject({ status: 404 });
});

test('code that another function has as well stays', async () => {
  await create({});
  await services.rest('lambda', 'DELETE', `${functions}/api`);
  expect(readdirSync(codeDirectory)).toHaveLength(1);
  await new Promise(setImmediate);
  expect(services.removedCode).toEqual([]);
});

test('tags are read and changed by the function’s ARN, encoded in the path', async () => {
  const tags = `/2017-03-31/tags/${encodeURIComponent('arn:aws:lambda:eu-central-1:000000000000:function:api')}`;
  await services.rest('lambda', 'POST', tags, { Tags: { Stage: 'one', Owner: 'two' } });
  await services.call('lambda', { method: 'DELETE', path: tags, query: new URLSearchParams('tagKeys=Stage') });
  expect(await services.rest('lambda', 'GET', tags)).toEqual({ status: 200, json: { Tags: { Owner: 'two' } } });
});

describe('invoking', () => {
  const invoke = (headers: Record<string, string> = {}, body = '{"a":1}') =>
    services.call('lambda', { path: `${functions}/api/invocations`, headers, body: Buffer.from(body) });

  test('hands the payload and the function’s specification to the runner', async () => {
    const runner = jest.fn().mockResolvedValue(answered({ done: true }));
    services.answerWith(runner);
    const response = await invoke({ 'x-amz-log-type': 'Tail' });
    expect(response).toMatchObject({ status: 200, headers: { 'x-amz-executed-version': '$LATEST' } });
    expect(String(response.body)).toBe('{"done":true}');
    expect(Buffer.from(response.headers?.['x-amz-log-result'] ?? '', 'base64').toString()).toBe('log');
    const [specification, payload] = runner.mock.calls[0] as [{ zipFile: string }, Buffer];
    expect(specification).toMatchObject({
      name: 'api',
      handler: 'index.handler',
      timeoutSeconds: 3,
      memoryMegabytes: 128,
    });
    expect(existsSync(specification.zipFile)).toBe(true);
    expect(payload.toString()).toBe('{"a":1}');
  });

  test('says that the function failed', async () => {
    services.answerWith(async () => answered({ errorType: 'Error', errorMessage: 'no' }, 'Unhandled'));
    expect(await invoke()).toMatchObject({ status: 200, headers: { 'x-amz-function-error': 'Unhandled' } });
  });

  test('as an event does not wait for the result', async () => {
    services.answerWith(() => new Promise(() => undefined));
    expect(await invoke({ 'x-amz-invocation-type': 'Event' })).toMatchObject({ status: 202 });
  });

  test('as an event is logged where it cannot be carried out', async () => {
    services.answerWith(async () => {
      throw new LocalError('function-stopped', 'The function was stopped.');
    });
    expect(await invoke({ 'x-amz-invocation-type': 'Event' })).toMatchObject({ status: 202 });
    await new Promise(setImmediate);
    expect(services.failures).toEqual([expect.stringMatching(/event for api: .*The function was stopped/)]);
  });

  test('as an event has a smaller limit', async () => {
    const body = JSON.stringify('x'.repeat(1024 * 1024));
    expect(await invoke({}, body)).toMatchObject({ status: 200 });
    expect(await invoke({ 'x-amz-invocation-type': 'Event' }, body)).toMatchObject({ status: 413 });
  });

  test('dry does not run the function', async () => {
    const runner = jest.fn();
    services.answerWith(runner);
    expect(await invoke({ 'x-amz-invocation-type': 'DryRun' })).toMatchObject({ status: 204 });
    expect(runner).not.toHaveBeenCalled();
  });

  test('refuses a payload that is not JSON, and one that is too large', async () => {
    expect(await invoke({}, 'text')).toMatchObject({ status: 400 });
    expect(await invoke({}, JSON.stringify('x'.repeat(6 * 1024 * 1024)))).toMatchObject({ status: 413 });
  });

  test('is throttled where the runner has no environment left', async () => {
    services.answerWith(async () => {
      throw new LocalError('too-many-requests', 'none left');
    });
    expect(await invoke()).toMatchObject({ status: 429, headers: { 'x-amzn-errortype': 'TooManyRequestsException' } });
  });

  test('keeps to the reserved concurrency, and takes the next one when a place is free', async () => {
    await services.rest('lambda', 'PUT', '/2017-10-31/functions/api/concurrency', { ReservedConcurrentExecutions: 1 });
    let finish = () => undefined as undefined;
    services.answerWith(
      () =>
        new Promise((resolve) => {
          finish = () => resolve(answered('done')) as undefined;
        }),
    );
    const first = invoke();
    expect(await invoke()).toMatchObject({ status: 429 });
    finish();
    expect(await first).toMatchObject({ status: 200 });
    services.answerWith(async () => answered('done'));
    expect(await invoke()).toMatchObject({ status: 200 });
  });
});
