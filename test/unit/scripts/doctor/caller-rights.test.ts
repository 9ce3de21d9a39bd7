import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { deployments } from '../../../../deployments';
import { examineRights } from '../../../../scripts/support/doctor/caller-rights';
import type { ReachedContext } from '../../../../scripts/support/doctor/context';

/** Answers all of AWS: IAM's query protocol, and DynamoDB, which is known by its header. */
let server: Server;
let answer: (parameters: URLSearchParams) => { status: number; body: string };
let asked: string[];
const before = { ...process.env };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const target = String(request.headers['x-amz-target'] ?? '');
    const parameters = new URLSearchParams(await text(request));
    asked.push(target.split('.')[1] ?? parameters.get('Action') ?? `${request.method} ${request.url}`);
    const { status, body } = target ? { status: 200, body: '{"Table":{}}' } : answer(parameters);
    response.writeHead(status, { 'content-type': target ? 'application/x-amz-json-1.0' : 'text/xml' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  Object.assign(process.env, keys, { AWS_ENDPOINT_URL: `http://127.0.0.1:${port}` });
});

beforeEach(() => {
  asked = [];
});

afterAll(() => {
  process.env = before;
  server.close();
});

const ROLE = 'arn:aws:iam::111111111111:role/ci/deployer';

async function examine() {
  const client = new DynamoDBClient({ region: 'eu-central-1', maxAttempts: 1 });
  const context = {
    deployment: { ...deployments.staging, deploymentName: 'staging' },
    target: {
      client,
      identity: { account: '111111111111', arn: 'arn:aws:sts::111111111111:assumed-role/deployer/me' },
      terraformEnvironment: {},
    },
  } as unknown as ReachedContext;
  try {
    return await examineRights(context);
  } finally {
    client.destroy();
  }
}

const xml = (action: string, body: string) => ({
  status: 200,
  body: `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><${action}Result>${body}</${action}Result></${action}Response>`,
});

const decisions = (parameters: URLSearchParams, denied: string) =>
  [...parameters]
    .filter(([name]) => name.startsWith('ActionNames.member.'))
    .map(([, action]) => {
      const decision = action === denied ? 'implicitDeny' : 'allowed';
      return `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decision}</EvalDecision><EvalResourceName>it</EvalResourceName></member>`;
    })
    .join('');

test('IAM is asked for the role of the session, and what it does not allow is named with its step', async () => {
  const sources = new Set<string | null>();
  answer = (parameters) => {
    if (parameters.get('Action') === 'GetRole') {
      const dates = '<CreateDate>2026-01-01T00:00:00Z</CreateDate>';
      return xml('GetRole', `<Role><Arn>${ROLE}</Arn><RoleName>deployer</RoleName>${dates}</Role>`);
    }
    sources.add(parameters.get('PolicySourceArn'));
    const results = decisions(parameters, 'iam:PassRole');
    return xml(
      'SimulatePrincipalPolicy',
      `<IsTruncated>false</IsTruncated><EvaluationResults>${results}</EvaluationResults>`,
    );
  };

  const found = await examine();

  expect([...sources]).toEqual([ROLE]);
  expect(new Set(asked)).toEqual(new Set(['GetRole', 'SimulatePrincipalPolicy']));
  expect(found.filter(({ severity }) => severity !== 'well')).toEqual([
    {
      severity: 'broken',
      what: 'stack: roles: not allowed: iam:PassRole on it (implicitDeny)',
      remedy: expect.stringContaining(ROLE),
    },
  ]);
});

test('where IAM may not be asked, reads are tried, and the rest is not tested, by name', async () => {
  answer = (parameters) => {
    const isIam = parameters.has('Action');
    const body = isIam
      ? '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized</Message></Error></ErrorResponse>'
      : '<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>';
    return { status: isIam ? 403 : 200, body };
  };

  const found = await examine();

  expect(found).toEqual([
    { severity: 'well', what: expect.stringContaining('s3:ListBucket, dynamodb:DescribeTable') },
    { severity: 'broken', what: expect.stringContaining('iam:ListRoles: AccessDenied'), remedy: expect.any(String) },
    { severity: 'note', what: expect.stringContaining('stack: functions'), remedy: expect.any(String) },
  ]);
  expect(asked.filter((call) => /^(Put|Create|Update|Delete|PUT|POST|DELETE)/.test(call))).toEqual([]);
});
