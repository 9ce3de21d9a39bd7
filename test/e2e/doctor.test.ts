import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { DeleteRolePolicyCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Finding } from '../../scripts/support/doctor/finding';
import { recordingCalls, takeRecord } from './support/call-record';
import { callsAs, keysOf } from './support/callers';
import { type Checkout, createCheckout } from './support/checkout';
import { ASKED_BY_DOCTOR, deployStatements, makesStateBucket, missing, planStatements } from './support/ci-rights';
import type { Run } from './support/command';

jest.setTimeout(240_000);

const ACCOUNT = '000000000000';
const TABLE = 'groundwork-staging';
const ROLE = 'groundwork-staging-api-eu-central-1';

/** `staging` in an account that the stand-in plays. */
describe('yarn doctor', () => {
  let checkout: Checkout;
  let staging: Checkout;
  let configuration: {
    region: string;
    endpoint: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };

  beforeAll(async () => {
    checkout = await createCheckout();
    // DynamoDB Local has no backups.
    const name = `table: { name: '${TABLE}', ...settings }`;
    await checkout.edit('deployments.ts', name, name.replace(' }', ', pointInTimeRecovery: false }'));
  });
  afterAll(() => checkout.remove());

  const doctor = async (at: Checkout, ...words: string[]): Promise<Run & { findings: Finding[] }> => {
    const run = await at.run('doctor', ...words, '--json');
    if (!run.stdout) throw new Error(run.stderr);
    return { ...run, findings: (JSON.parse(run.stdout) as { findings: Finding[] }).findings };
  };

  const whatOf = (findings: readonly Finding[], severity: Finding['severity']) =>
    findings.filter((finding) => finding.severity === severity).map(({ area, what }) => `${area}: ${what}`);

  test('of local services that do not run says so, starts none, and examines what needs none', async () => {
    const { status, findings } = await doctor(checkout);
    expect(status).toBe(2);
    expect(whatOf(findings, 'drift')).toEqual([
      expect.stringContaining('There is no lock file'),
      'local services: DynamoDB Local does not run.',
      'local services: AWS stand-in does not run.',
    ]);
    expect(whatOf(findings, 'broken')).toEqual([]);
    expect((await checkout.run('local', 'status', '--json')).stdout).not.toContain('"running": true');
  });

  test('without credentials says so, and what is not examined therefore', async () => {
    const { status, findings } = await doctor(checkout, 'staging');
    expect(status).toBe(1);
    expect(whatOf(findings, 'broken')).toEqual([
      expect.stringContaining('identity: There are no AWS credentials for staging'),
    ]);
    expect(whatOf(findings, 'well')).toContainEqual(expect.stringContaining('tools: Node'));
  });

  test('of what is not deployed yet says what a deploy makes', async () => {
    const { stdout } = await recordingCalls(checkout).run('local', 'up', '--json');
    const [, gateway] = JSON.parse(stdout) as { endpoint: string }[];
    const endpoint = gateway?.endpoint ?? '';
    configuration = { region: 'eu-central-1', endpoint, credentials: keysOf('test') };
    staging = checkout.with(callsAs('ci', endpoint));
    const { status, findings } = await doctor(staging, 'staging');
    expect(status).toBe(2);
    expect(whatOf(findings, 'drift')).toEqual([
      'kept files: There is no lock file stacks/service.terraform.lock.hcl.',
      `table: There is no table ${TABLE}.`,
      'state: There is no bucket groundwork-staging-terraform-state.',
      'resources: Stack service is not deployed.',
    ]);
  });

  test('of what has just been deployed all is well', async () => {
    const deployed = await staging.run('deploy', 'staging', '--yes');
    expect(deployed).toMatchObject({ status: 0 });
    const rights = [...deployStatements(ACCOUNT), makesStateBucket];
    expect(missing(await takeRecord(checkout), rights)).toEqual(ASKED_BY_DOCTOR);
    const { status, findings } = await doctor(staging, 'staging');
    expect([...whatOf(findings, 'drift'), ...whatOf(findings, 'broken')]).toEqual([]);
    expect(status).toBe(0);
    expect(whatOf(findings, 'note')).toContainEqual(expect.stringContaining('rights: Not tested'));
  });

  test('what was changed by hand is found by name: a table, a role, a function', async () => {
    const dynamodb = new DynamoDBClient(configuration);
    await dynamodb.send(new UpdateTableCommand({ TableName: TABLE, StreamSpecification: { StreamEnabled: false } }));
    const GlobalSecondaryIndexUpdates = [{ Delete: { IndexName: 'usersByDateOfBirth' } }];
    await dynamodb.send(new UpdateTableCommand({ TableName: TABLE, GlobalSecondaryIndexUpdates }));
    dynamodb.destroy();
    await changeRole();
    await changeFunction();

    const { status, findings } = await doctor(staging, 'staging');

    expect(whatOf(findings, 'broken')).toEqual([]);
    expect(whatOf(findings, 'drift')).toEqual([
      `table: ${TABLE}: stream: off → NEW_AND_OLD_IMAGES`,
      expect.stringContaining('indexes: Index usersByDateOfBirth is missing'),
      expect.stringMatching(
        /resources: aws_iam_role\.api_\S+ \(groundwork-staging-api-\S+\): inline_policy: "by-hand" was added/,
      ),
      expect.stringMatching(/resources: aws_iam_role_policy\.api_\S+ \(\S+:table-access\) is gone/),
      expect.stringMatching(
        /resources: aws_lambda_function\.api_\S+ \(groundwork-staging-api\): memory_size: 512 → 128/,
      ),
    ]);
    expect(findings.filter(({ severity, remedy }) => severity === 'drift' && !remedy)).toEqual([]);
    expect(status).toBe(2);
  });

  test('it needs the rights of the role that plans, and what it asks of IAM', async () => {
    expect(missing(await takeRecord(checkout), planStatements(ACCOUNT))).toEqual(ASKED_BY_DOCTOR);
  });

  /** One policy more, and one less. */
  async function changeRole(): Promise<void> {
    const iam = new IAMClient(configuration);
    const Statement = [{ Effect: 'Allow', Action: 'dynamodb:Scan', Resource: '*' }];
    const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    await iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'by-hand', PolicyDocument }));
    await iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName: 'table-access' }));
    iam.destroy();
  }

  /** As UpdateFunctionConfiguration does; the stand-in wants to know no more of a signature than whose it is, and for what. */
  async function changeFunction(): Promise<void> {
    const { status } = await fetch(
      `${configuration.endpoint}/2015-03-31/functions/groundwork-staging-api/configuration`,
      {
        method: 'PUT',
        headers: {
          authorization:
            'AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/lambda/aws4_request, SignedHeaders=host, Signature=0',
          'content-type': 'application/json',
        },
        body: JSON.stringify({ MemorySize: 128 }),
      },
    );
    expect(status).toBe(200);
  }
});
