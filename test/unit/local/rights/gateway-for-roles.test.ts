import { readdirSync } from 'node:fs';
import { startGatewayForRoles } from '../../../../local/rights/gateway-for-roles';
import { lambdaTrust, place, temporaryDirectory } from '../aws/stand-in';

const { directory, remove } = temporaryDirectory();
const { TMPDIR } = process.env;

beforeAll(() => {
  process.env.TMPDIR = directory;
});
afterAll(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
  remove();
});

const document = (statement: object) => ({ Version: '2012-10-17', Statement: [statement] });
const mayRead = document({ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' });

const start = (policy: object) =>
  startGatewayForRoles({
    ...place,
    dynamodbEndpoint: 'http://127.0.0.1:9',
    roles: [{ name: 'api', trustPolicy: lambdaTrust, policies: [{ name: 'read', document: policy }] }],
  });

test('a role has keys of a session, and the same ones each time', async () => {
  const gateway = await start(mayRead);
  try {
    const keys = gateway.credentialsOf('api');

    expect(keys.accessKeyId).toMatch(/^ASIA/);
    expect(gateway.credentialsOf('api')).toEqual(keys);
    expect(() => gateway.credentialsOf('nobody')).toThrow(expect.objectContaining({ code: 'NoSuchEntity' }));
  } finally {
    await gateway.close();
  }
});

test('nothing of it is left when it is closed, or when a policy is refused, which the error tells', async () => {
  await (await start(mayRead)).close();

  await expect(start(document({ Effect: 'Maybe', Action: 'dynamodb:GetItem', Resource: '*' }))).rejects.toThrow(
    expect.objectContaining({
      code: 'role-refused',
      message: expect.stringMatching(/^PutRolePolicy of api is refused \(400\): .*MalformedPolicyDocument.*Effect/s),
    }),
  );
  expect(readdirSync(directory)).toEqual([]);
});
