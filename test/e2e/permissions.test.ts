import type { RecordedRight } from '../../local/aws/calls/call-record';
import { UNUSED_CI_RIGHTS } from '../support/unused-ci-rights';
import { recordingCalls, takeRecord } from './support/call-record';
import { callsAs } from './support/callers';
import { type Checkout, createCheckout } from './support/checkout';
import { ASKED_BY_DOCTOR, missing, type PolicyStatement, unused } from './support/ci-rights';

jest.setTimeout(600_000);

const ACCOUNT = '000000000000';
const TABLE = "table: { name: 'groundwork-staging', ...settings },";

/** DynamoDB Local, which is behind the account, has no continuous backups. */
const STAGING = `accountId: '${ACCOUNT}',
    ciRole: { repository: 'acme/things' },
    alarmTopic: 'groundwork-staging-alarms',
    ${TABLE.replace('...settings', '...settings, pointInTimeRecovery: false')}`;

/** Something of each kind that Terraform then updates. */
const CHANGES = [
  ['deployments.ts', 'memoryMegabytes: 512', 'memoryMegabytes: 768'],
  ['lambda/api/handler.mts', 'export const handler = ', 'process.env.OTHER_CODE = "1";\nexport const handler = '],
  ['stacks/constructs/stream-function.ts', 'batchSize = 100,', 'batchSize = 50,'],
  ['stacks/constructs/dead-letter-queue.ts', '= 1_209_600', '= 1_209_000'],
  ['stacks/constructs/http-api.ts', "protocolType: 'HTTP'", "protocolType: 'HTTP', description: 'Another one'"],
] as const;

/** A checkout whose local services are the account, and another one that deploys to it. */
describe('the roles of CI and what a deploy needs', () => {
  let account: Checkout;
  let checkout: Checkout;
  let person: Checkout;
  let ci: Checkout;
  let planned: RecordedRight[];
  let deployed: RecordedRight[];
  let examined: RecordedRight[];
  let policies: Record<'deploy' | 'plan', PolicyStatement[]>;

  beforeAll(async () => {
    account = await createCheckout('account');
    checkout = await createCheckout('clone');
    await checkout.edit('deployments.ts', TABLE, STAGING);
    const { status, stderr } = await recordingCalls(account).run('local', 'up');
    if (status !== 0) throw new Error(stderr);
    const { gateway } = JSON.parse(await account.read('.local/services.json')) as { gateway: { endpoint: string } };
    person = checkout.with(callsAs('person', gateway.endpoint));
    ci = checkout.with(callsAs('ci', gateway.endpoint));
  });
  afterAll(async () => {
    await checkout.remove();
    await account.remove();
  });

  test('a person makes the roles, and CI deploys, plans, changes, examines and destroys in the account', async () => {
    const roles = await run(person, 'ci-role', '--yes', '--json');
    expect(JSON.parse(roles.stdout)).toMatchObject({
      outputs: {
        deploy_role_arn: `arn:aws:iam::${ACCOUNT}:role/ci/ci-deploy-groundwork-staging-eu-central-1`,
        plan_role_arn: `arn:aws:iam::${ACCOUNT}:role/ci/ci-plan-groundwork-staging-eu-central-1`,
      },
    });
    policies = await policiesOf(checkout);

    await checkout.write('migrations/20991231000000-call-all-that-migrations-may.ts', migration);
    await run(ci, 'bootstrap', '--no-migrate');
    deployed = await takeRecord(account);
    await run(ci, 'plan');
    planned = await takeRecord(account);
    await run(ci, 'deploy', '--yes');
    deployed.push(...(await takeRecord(account)));

    for (const [file, text, replacement] of CHANGES) await checkout.edit(file, text, replacement);
    await run(ci, 'plan', '--out', 'staging.plan');
    planned.push(...(await takeRecord(account)));
    await run(ci, 'deploy', '--plan', 'staging.plan', '--yes');
    await run(ci, 'deploy', '--only-code', '--yes');
    deployed.push(...(await takeRecord(account)));
    await run(ci, 'doctor');
    examined = await takeRecord(account);
    await run(ci, 'destroy', '--yes');
    deployed.push(...(await takeRecord(account)));
    expect(deployed.length).toBeGreaterThan(100);
  });

  test('the role that deploys has the right to each call of it', () => {
    expect(missing([...planned, ...deployed], policies.deploy)).toEqual([]);
  });

  test('the role that plans has the right to each call of a plan, and of the doctor but for what that asks of IAM', () => {
    expect(missing(planned, policies.plan)).toEqual([]);
    expect(missing(examined, policies.plan)).toEqual(ASKED_BY_DOCTOR);
  });

  test('each right is used, or has a reason why it is not', () => {
    expect(unused([...planned, ...deployed], policies.deploy)).toEqual(Object.keys(UNUSED_CI_RIGHTS).sort());
  });

  test('a right too few and one too many are found by name', () => {
    const without = policies.deploy.map((statement) => ({
      ...statement,
      Action: statement.Action.filter((action) => action !== 'lambda:CreateFunction'),
    }));
    const elsewhere = { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: ['*'] };
    const calls = [...planned, ...deployed];

    expect(missing(calls, without)).toEqual([
      expect.stringMatching(/^lambda:CreateFunction on .*-api$/),
      expect.stringMatching(/^lambda:CreateFunction on .*-membership-counter$/),
    ]);
    expect(unused(calls, [...policies.deploy, elsewhere])).toContain('sqs:SendMessage');
  });

  async function run(caller: Checkout, command: string, ...words: string[]) {
    const ended = await caller.run(command, 'staging', ...words);
    // A plan with changes ends with 2, as a doctor does who finds something.
    const allowed = ['plan', 'doctor'].includes(command) ? [0, 2] : [0];
    if (!allowed.includes(ended.status ?? 1)) throw new Error(`${ended.stderr}\n${ended.stdout}`);
    return ended;
  }
});

/** The policies as Terraform was given them. */
async function policiesOf(checkout: Checkout): Promise<Record<'deploy' | 'plan', PolicyStatement[]>> {
  const stack = JSON.parse(await checkout.read('cdktf.out/stacks/ci-role/cdk.tf.json')) as {
    resource: { aws_iam_role_policy: Record<string, { policy: string }> };
  };
  const all = Object.entries(stack.resource.aws_iam_role_policy);
  const of = (role: string) =>
    all
      .filter(([name]) => name.startsWith(`${role}-`))
      .flatMap(([, { policy }]) => (JSON.parse(policy) as { Statement: PolicyStatement[] }).Statement);
  return { deploy: of('deploy'), plan: of('plan') };
}

const migration = `
import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  ExecuteStatementCommand,
} from '@aws-sdk/client-dynamodb';
import type { Migration } from '../bootstrap/migrator/migration';

const [one, other] = ['one', 'other'].map((name) => ({ pk: { S: \`company#\${name}\` }, sk: { S: 'company#' } }));

export default {
  up: async ({ context: { client, tableName } }) => {
    const all = { RequestItems: { [tableName]: { Keys: [one] } } };
    const statement = (Statement: string) => client.send(new ExecuteStatementCommand({ Statement }));
    const where = \`where pk = '\${other.pk.S}' and sk = '\${other.sk.S}'\`;
    await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: [{ PutRequest: { Item: one } }] } }));
    await client.send(new BatchGetItemCommand(all));
    await client.send(new DeleteItemCommand({ TableName: tableName, Key: one }));
    await statement(\`insert into "\${tableName}" value {'pk': '\${other.pk.S}', 'sk': '\${other.sk.S}'}\`);
    await statement(\`update "\${tableName}" set description = 'x' \${where}\`);
    await statement(\`select * from "\${tableName}" \${where}\`);
    await statement(\`delete from "\${tableName}" \${where}\`);
  },
} satisfies Migration;
`;
