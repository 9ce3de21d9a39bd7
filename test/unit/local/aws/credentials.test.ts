import { createApiFunction, lambdaTrust, servicesIn, type TestServices, temporaryDirectory } from './stand-in';

const { directory, remove } = temporaryDirectory();
let services: TestServices;

beforeAll(async () => {
  services = await servicesIn(directory);
});
beforeEach(() => createApiFunction(services));
afterEach(async () => {
  await services.rest('lambda', 'DELETE', '/2015-03-31/functions/api');
  await services.query('iam', { Action: 'DeleteRolePolicy', RoleName: 'api', PolicyName: 'table' });
  await services.query('iam', { Action: 'DeleteRole', RoleName: 'api' });
});
afterAll(remove);

const policy = (action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: action, Resource: '*' } });

test('keys that are no session’s are an administrator’s; session keys that were not issued are nobody’s', () => {
  expect(services.credentials.principalOf('local')).toEqual({ kind: 'administrator' });
  expect(services.credentials.principalOf('AKIA0123456789')).toEqual({ kind: 'administrator' });
  expect(services.credentials.principalOf('ASIA0123456789')).toBeUndefined();
});

test('a function’s environment has keys for its role’s session, the same ones each time', async () => {
  const environment = services.environmentOf('api');
  expect(environment).toMatchObject({ AWS_REGION: 'eu-central-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:4000' });
  expect(services.environmentOf('api')).toEqual(environment);
  expect(services.credentials.principalOf(environment.AWS_ACCESS_KEY_ID ?? '')).toMatchObject({
    kind: 'role',
    arn: 'arn:aws:sts::000000000000:assumed-role/api/api',
  });
});

test('the session has the role’s policies as they are at the time, and another version when they change', async () => {
  const accessKeyId = services.environmentOf('api').AWS_ACCESS_KEY_ID ?? '';
  const principal = () => {
    const found = services.credentials.principalOf(accessKeyId);
    if (found?.kind !== 'role') throw new Error('not a role');
    return found;
  };
  const before = principal();
  const put = { Action: 'PutRolePolicy', RoleName: 'api', PolicyName: 'table' };
  await services.query('iam', { ...put, PolicyDocument: policy('dynamodb:GetItem') });
  const after = principal();
  await services.query('iam', { ...put, PolicyDocument: policy('dynamodb:PutItem') });
  const changed = principal();
  expect([before, after, changed].map(({ policies }) => policies.length)).toEqual([0, 1, 1]);
  expect(new Set([before.version, after.version, changed.version]).size).toBe(3);
  expect(changed.policies).not.toEqual(after.policies);
  expect(principal()).toEqual(changed);
});

test('keys of a role that was deleted stay worthless when a role of that name is made anew', async () => {
  const old = services.environmentOf('api').AWS_ACCESS_KEY_ID ?? '';
  await services.query('iam', { Action: 'DeleteRole', RoleName: 'api' });
  expect(services.credentials.principalOf(old)).toBeUndefined();
  await services.query('iam', { Action: 'CreateRole', RoleName: 'api', AssumeRolePolicyDocument: lambdaTrust });
  expect(services.credentials.principalOf(old)).toBeUndefined();
  expect(services.environmentOf('api').AWS_ACCESS_KEY_ID).not.toBe(old);
});
