import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type TerraformStack, Testing } from 'cdktf';
import { deployments } from '../../../deployments';
import { evaluate } from '../../../local/aws/iam/evaluate';
import { parsePolicy } from '../../../local/aws/iam/policy';
import { INLINE_POLICY_CHARACTERS } from '../../../stacks/constructs/grants/policy-document';
import { roleNameFor, rolePattern } from '../../../stacks/constructs/role-name';
import { createApp, createCiRoleApp } from '../../../stacks/main';
import { CI_ROLE, STACK_NAMES } from '../../../stacks/stack';
import type { Deployment } from '../../../table/deployment';
import { resourcesOf, type Synthesised } from './support/synthesised';

const ACCOUNT = '123456789012';
const staging: Deployment = {
  ...deployments.staging,
  accountId: ACCOUNT,
  alarmTopic: 'groundwork-staging-alarms',
  ciRole: { repository: 'acme/things' },
};

function synthesise(deployment: Deployment, deploymentName = 'staging'): Synthesised {
  const app = createCiRoleApp({ deploymentName, deployment });
  return JSON.parse(Testing.synth(app.node.findChild(CI_ROLE) as TerraformStack)) as Synthesised;
}

const stack = synthesise(staging);

const roleOf = (task: string, of = stack) => of.resource.aws_iam_role?.[task] ?? {};

const policiesOf = (task: string, of = stack): string[] =>
  resourcesOf(of, 'aws_iam_role_policy')
    .filter(({ role }) => role === `\${aws_iam_role.${task}.name}`)
    .map(({ policy }) => String(policy));

const may = (task: string, action: string, resource: string, context: Record<string, string[]> = {}): boolean =>
  evaluate(
    policiesOf(task).map((document) => parsePolicy(document, 'identity')),
    { action, resource, context },
  ) === 'allowed';

const table = `arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/groundwork-staging`;
const bucket = 'arn:aws:s3:::groundwork-staging-terraform-state';
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

test('is no part of a deploy, and there is none without the field', () => {
  const functions = {
    api: { zipFile: 'api.zip', sha256: '' },
    'membership-counter': { zipFile: 'membership-counter.zip', sha256: '' },
  };
  const app = createApp({ deploymentName: 'staging', deployment: staging, functions, requiredMigration: '' });

  expect(STACK_NAMES).not.toContain(CI_ROLE);
  expect(app.node.tryFindChild(CI_ROLE)).toBeUndefined();
  expect(() => synthesise(deployments.staging)).toThrow(
    expect.objectContaining({ code: 'no-ci-role', message: expect.stringContaining('staging has no roles for CI') }),
  );
});

test('keeps its state beside that of the deployment, and works in its account alone', () => {
  expect(stack.terraform.backend.s3).toMatchObject({ key: 'groundwork/ci-role.tfstate', use_lockfile: true });
  expect(stack.provider.aws).toEqual([{ region: 'eu-central-1', allowed_account_ids: [ACCOUNT] }]);
});

test.each([
  ['deploy', 'staging'],
  ['plan', 'staging-plan'],
])('the role that may %s trusts jobs of the repository in the environment %s, and nobody else', (task, environment) => {
  expect(JSON.parse(String(roleOf(task).assume_role_policy)).Statement).toEqual([
    {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com` },
      Action: 'sts:AssumeRoleWithWebIdentity',
      Condition: {
        StringEquals: {
          'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
          'token.actions.githubusercontent.com:sub': `repo:acme/things:environment:${environment}`,
        },
      },
    },
  ]);
});

test('a session lasts as long as a job may ask for', () => {
  const action = readFileSync(path.resolve(__dirname, '../../../.github/actions/prepare/action.yml'), 'utf8');
  const asked = Number(/role-duration-seconds: (\d+)/.exec(action)?.[1]);

  expect(roleOf('deploy').max_session_duration).toBe(asked);
  expect(roleOf('plan').max_session_duration).toBe(asked);
});

test('another environment may be named, and a repository with the numbers of its subject', () => {
  const ciRole = { repository: 'acme@12/things@34', environment: 'Staging-EU' };
  const named = synthesise({ ...staging, ciRole });

  expect(String(roleOf('deploy', named).assume_role_policy)).toContain(
    'repo:acme@12/things@34:environment:Staging-EU"',
  );
  expect(String(roleOf('plan', named).assume_role_policy)).toContain(':environment:Staging-EU-plan"');
});

test('the role that deploys may work on what is the deployment’s', () => {
  expect(may('deploy', 'dynamodb:UpdateTable', table)).toBe(true);
  expect(may('deploy', 's3:PutObject', `${bucket}/groundwork/service.tfstate`)).toBe(true);
  expect(may('deploy', 'iam:CreateRole', role('groundwork-staging-api-eu-central-1'))).toBe(true);
});

test.each([
  ['what is another deployment’s', 'dynamodb:PutItem', table.replace('staging', 'production')],
  ['the table as a whole', 'dynamodb:DeleteTable', table],
  ['the state bucket', 's3:DeleteBucket', bucket],
  ['a version of the state', 's3:DeleteObjectVersion', `${bucket}/groundwork/service.tfstate`],
  ['the state of its own stack', 's3:PutObject', `${bucket}/groundwork/ci-role.tfstate`],
  ['who may read and write that', 's3:PutBucketPolicy', bucket],
  ['what becomes of old versions', 's3:PutLifecycleConfiguration', bucket],
  ['its own rights', 'iam:PutRolePolicy', role('ci/ci-deploy-groundwork-staging-eu-central-1')],
  ['who may take it', 'iam:UpdateAssumeRolePolicy', role('ci/ci-deploy-groundwork-staging-eu-central-1')],
  ['managed policies', 'iam:AttachRolePolicy', role('groundwork-staging-api-eu-central-1')],
  ['roles of another region', 'iam:CreateRole', role('groundwork-staging-api-us-east-1')],
  ['the log', 'logs:GetLogEvents', `arn:aws:logs:eu-central-1:${ACCOUNT}:log-group:/aws/lambda/groundwork-staging-api`],
])('the role that deploys has no right to %s', (_, action, resource) => {
  expect(may('deploy', action, resource)).toBe(false);
});

test('a role is passed to Lambda and to nothing else', () => {
  const passed = role('groundwork-staging-api-eu-central-1');

  expect(may('deploy', 'iam:PassRole', passed, { 'iam:PassedToService': ['lambda.amazonaws.com'] })).toBe(true);
  expect(may('deploy', 'iam:PassRole', passed, { 'iam:PassedToService': ['ec2.amazonaws.com'] })).toBe(false);
  expect(may('deploy', 'iam:PassRole', passed)).toBe(false);
});

test('the role that plans reads, and writes the lock on the state alone', () => {
  const statements = policiesOf('plan').flatMap((document) => JSON.parse(document).Statement as Statement[]);
  const writing = statements.flatMap(({ Action, Resource }) =>
    Action.filter((action) => !/:(Get|List|Describe|Query|Scan|BatchGet|PartiQLSelect|GET)/.test(action)).map(
      (action) => `${action} on ${Resource.join()}`,
    ),
  );

  expect(writing).toEqual([
    `s3:PutObject on ${bucket}/groundwork/service.tfstate.tflock`,
    `s3:DeleteObject on ${bucket}/groundwork/service.tfstate.tflock`,
  ]);
});

interface Statement {
  Action: string[];
  Resource: string[];
}

test('where AWS knows a resource, none of the rights is on everything', () => {
  const everywhere = [...policiesOf('deploy'), ...policiesOf('plan')]
    .flatMap((document) => JSON.parse(document).Statement as Statement[])
    .filter(({ Resource }) => Resource.includes('*'))
    .flatMap(({ Action }) => Action);

  expect(everywhere).toEqual(['lambda:CreateEventSourceMapping']);
});

test('a key of the account’s may be used through DynamoDB alone', () => {
  const kmsKeyArn = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/0f0a-1`;
  const encrypted = synthesise({ ...staging, table: { ...staging.table, encryption: { kmsKeyArn } } });

  expect(policiesOf('deploy', encrypted).join()).toContain('"kms:ViaService":"dynamodb.eu-central-1.amazonaws.com"');
  expect(policiesOf('deploy').join()).not.toContain('kms:');
});

test('the policies have room in a role, whatever the names', () => {
  const long = synthesise({
    ...staging,
    region: 'ap-southeast-2',
    // Functions' names, 64 characters at most, begin with it.
    table: {
      name: 'x'.repeat(45),
      encryption: { kmsKeyArn: `arn:aws:kms:ap-southeast-2:${ACCOUNT}:key/${'x'.repeat(36)}` },
    },
    state: { kind: 's3', bucket: 'x'.repeat(63), key: 'x'.repeat(40) },
    alarmTopic: 'x'.repeat(256),
  });

  expect(policiesOf('deploy', long).join('').length).toBeLessThan(INLINE_POLICY_CHARACTERS);
});

test.each(['groundwork-staging', 'x'.repeat(30), 'x'.repeat(44), 'x'.repeat(60)])(
  'the pattern of the roles’ names fits them, shortened ones as well: %s',
  (tableName) => {
    const region = 'ap-southeast-2';
    const pattern = new RegExp(`^${rolePattern(tableName, region).replace('*', '.*')}$`);

    expect(roleNameFor({ name: `${tableName}-membership-counter`, region })).toMatch(pattern);
  },
);
