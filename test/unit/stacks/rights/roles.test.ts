import { deployments } from '../../../../deployments';
import { rolesOf } from '../../../../stacks/rights/roles-of';
import { synthesiseRoles } from '../../../../stacks/rights/synthesise-roles';

const place = { region: 'eu-central-1', accountId: '123456789012' };
const tableArn = 'arn:aws:dynamodb:eu-central-1:123456789012:table/music';

/** As a stack refers to what is elsewhere in it. */
const reference = (address: string): string => `\${${address}}`;

const policy = (role: string, name: string, resource: string) => ({
  role: reference(`aws_iam_role.${role}.name`),
  name,
  policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: resource }],
  }),
});

const stack = {
  data: { aws_dynamodb_table: { lookup: { name: 'music' } } },
  resource: {
    aws_iam_role: {
      api_role: { name: 'music-api', assume_role_policy: '{"for":"api"}' },
      counter_role: { name: 'music-counter', assume_role_policy: '{"for":"counter"}' },
    },
    aws_iam_role_policy: {
      one: policy('api_role', 'read', reference('data.aws_dynamodb_table.lookup.arn')),
      two: policy('api_role', 'read-index', `${reference('data.aws_dynamodb_table.lookup.arn')}/index/gsi1`),
      three: policy('counter_role', 'read', reference('data.aws_dynamodb_table.lookup.arn')),
    },
    aws_iam_role_policy_attachment: {
      logs: { role: reference('aws_iam_role.counter_role.name'), policy_arn: 'arn:aws:iam::aws:policy/Some' },
    },
    aws_lambda_function: {
      api: { filename: '../../functions/api.zip', role: reference('aws_iam_role.api_role.arn') },
      counter: { filename: 'membership-counter.zip', role: reference('aws_iam_role.counter_role.arn') },
    },
  },
};

const document = (resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: resource }],
});

test('each function’s role has its own policies, with the ARNs that they will have', () => {
  expect(rolesOf(stack, place)).toEqual([
    {
      functionName: 'api',
      name: 'music-api',
      trustPolicy: '{"for":"api"}',
      policies: [
        { name: 'read', document: document(tableArn) },
        { name: 'read-index', document: document(`${tableArn}/index/gsi1`) },
      ],
      managedPolicies: [],
    },
    {
      functionName: 'membership-counter',
      name: 'music-counter',
      trustPolicy: '{"for":"counter"}',
      policies: [{ name: 'read', document: document(tableArn) }],
      managedPolicies: ['arn:aws:iam::aws:policy/Some'],
    },
  ]);
});

test('a policy whose resource can’t be told is an error that names the reference', () => {
  const { aws_iam_role_policy: policies } = stack.resource;
  const three = policy('counter_role', 'read', reference('aws_kms_key.key.arn'));

  expect(() =>
    rolesOf({ ...stack, resource: { ...stack.resource, aws_iam_role_policy: { ...policies, three } } }, place),
  ).toThrow(
    expect.objectContaining({
      code: 'unknown-reference',
      message: expect.stringContaining(reference('aws_kms_key.key.arn')),
    }),
  );
});

test.each(Object.keys(deployments) as (keyof typeof deployments)[])(
  'the roles of the stacks of %s are those of its functions, and no reference is left in them',
  (name) => {
    const roles = synthesiseRoles(name, { ...deployments[name], accountId: '123456789012' });

    expect(roles.map(({ functionName }) => functionName)).toContain('api');
    expect(JSON.stringify(roles)).not.toMatch(/\$\{(data\.)?aws_/);
    expect(JSON.stringify(roles)).toContain(`:123456789012:table/${deployments[name].table.name}"`);
  },
);
