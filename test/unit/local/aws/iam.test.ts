import { lambdaTrust, servicesIn, type TestServices, temporaryDirectory } from './stand-in';

const { directory, remove } = temporaryDirectory();
let services: TestServices;

beforeAll(async () => {
  services = await servicesIn(directory);
});
afterAll(remove);

const call = async (form: Record<string, string>) => {
  const { status, body } = await services.query('iam', form);
  return { status, body: String(body) };
};
const createRole = (name: string, trust = lambdaTrust) =>
  call({ Action: 'CreateRole', RoleName: name, AssumeRolePolicyDocument: trust });

test('a role comes back with what the Terraform provider cannot do without', async () => {
  const name = 'complete';
  await call({
    ...{ Action: 'CreateRole', RoleName: name, Path: '/service/', AssumeRolePolicyDocument: lambdaTrust },
    ...{ 'Tags.member.1.Key': 'Stage', 'Tags.member.1.Value': 'a & b' },
  });
  const { status, body } = await call({ Action: 'GetRole', RoleName: name });
  expect(status).toBe(200);
  expect(body).toContain('<Arn>arn:aws:iam::000000000000:role/service/complete</Arn>');
  expect(body).toMatch(/<CreateDate>\d{4}-\d\d-\d\dT[^<]+Z<\/CreateDate>/);
  expect(body).toContain(`<AssumeRolePolicyDocument>${encodeURIComponent(lambdaTrust)}</AssumeRolePolicyDocument>`);
  expect(body).toContain('<Tags><member><Key>Stage</Key><Value>a &amp; b</Value></member></Tags>');
});

test.each([
  ['malformed', 'identity', '{'],
  [
    'beyond the evaluator',
    'identity',
    '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"*","Condition":{"StringEquals":{"dynamodb:Unknown":"a"}}}}',
  ],
  ['malformed', 'trust', '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}}'],
])('a policy document that is %s (%s) is refused when it is put', async (_, kind, document) => {
  const name = `refused-${kind}-${document.length}`;
  const refused =
    kind === 'trust'
      ? await createRole(name, document)
      : await createRole(name).then(() =>
          call({ Action: 'PutRolePolicy', RoleName: name, PolicyName: 'a', PolicyDocument: document }),
        );
  expect(refused).toEqual({ status: 400, body: expect.stringContaining('<Code>MalformedPolicyDocument</Code>') });
});

test('a role cannot go while it has policies', async () => {
  await createRole('busy');
  const managed = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  await call({ Action: 'AttachRolePolicy', RoleName: 'busy', PolicyArn: managed });
  expect(await call({ Action: 'DeleteRole', RoleName: 'busy' })).toMatchObject({ status: 409 });
  await call({ Action: 'DetachRolePolicy', RoleName: 'busy', PolicyArn: managed });
  expect(await call({ Action: 'DeleteRole', RoleName: 'busy' })).toMatchObject({ status: 200 });
  expect(await call({ Action: 'GetRole', RoleName: 'busy' })).toEqual({
    status: 404,
    body: expect.stringContaining('<Code>NoSuchEntity</Code>'),
  });
});

test('a managed policy that would grant what the stand-in does not know is refused by name', async () => {
  await createRole('administrator');
  const PolicyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  expect(await call({ Action: 'AttachRolePolicy', RoleName: 'administrator', PolicyArn })).toEqual({
    status: 404,
    body: expect.stringContaining(PolicyArn),
  });
});

test.each(['__proto__', 'constructor'])(
  'a role named %s is not there just because objects have such a property',
  async (name) => {
    expect(await call({ Action: 'GetRole', RoleName: name })).toMatchObject({ status: 404 });
  },
);

test('a parameter that has no effect here is refused by name', async () => {
  const { status, body } = await call({
    ...{ Action: 'CreateRole', RoleName: 'bounded', AssumeRolePolicyDocument: lambdaTrust },
    PermissionsBoundary: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
  });
  expect({ status, body }).toEqual({
    status: 400,
    body: expect.stringContaining('does not support PermissionsBoundary'),
  });
});
