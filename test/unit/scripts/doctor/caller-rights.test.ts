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

afterEach(() => jest.restoreAllMocks());

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

/** Whether IAM allows an action on a resource. */
type Policy = (action: string, resource: string) => boolean;

/** How an evaluation is told: the decision of a policy on the resources that were asked for. */
type Shape = (action: string, resources: string[], policy: Policy) => string;

const decisionOf = (allowed: boolean): string => (allowed ? 'allowed' : 'implicitDeny');

const resultByResource: Shape = (action, resources, policy) =>
  resources
    .map(
      (resource) =>
        `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decisionOf(policy(action, resource))}</EvalDecision><EvalResourceName>${resource}</EvalResourceName></member>`,
    )
    .join('');

const resultWithTemplate: Shape = (action, resources, policy) => {
  const decision = decisionOf(resources.every((resource) => policy(action, resource)));
  const specific = resources.map(
    (resource) =>
      `<member><EvalResourceName>${resource}</EvalResourceName><EvalResourceDecision>${decisionOf(policy(action, resource))}</EvalResourceDecision></member>`,
  );
  return `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decision}</EvalDecision><EvalResourceName>arn:template</EvalResourceName><ResourceSpecificResults>${specific.join('')}</ResourceSpecificResults></member>`;
};

const listOf = (parameters: URLSearchParams, name: string): string[] =>
  [...parameters].filter(([key]) => new RegExp(`^${name}\\.member\\.\\d+$`).test(key)).map(([, value]) => value);

/** The values of a key of conditions that a simulation was given. */
const contextOf = (parameters: URLSearchParams, key: string): string[] => {
  const [entry] = [...parameters].find(([, value]) => value === key) ?? [];
  return entry ? listOf(parameters, entry.replace('ContextKeyName', 'ContextKeyValues')) : [];
};

/** Answers as IAM that lets a role be passed to Lambda only, as docs/permissions.md has it, and else has this policy. */
function answerWith(shape: Shape, policy: Policy): void {
  answer = (parameters) => {
    if (parameters.get('Action') === 'GetRole') {
      const dates = '<CreateDate>2026-01-01T00:00:00Z</CreateDate>';
      return xml('GetRole', `<Role><Arn>${ROLE}</Arn><RoleName>deployer</RoleName>${dates}</Role>`);
    }
    const source = parameters.get('PolicySourceArn');
    const isToLambda = contextOf(parameters, 'iam:PassedToService').join() === 'lambda.amazonaws.com';
    const mayPass = (action: string) => action !== 'iam:PassRole' || isToLambda;
    const results = listOf(parameters, 'ActionNames').map((name) =>
      shape(
        name,
        listOf(parameters, 'ResourceArns'),
        (action, resource) => source === ROLE && mayPass(action) && policy(action, resource),
      ),
    );
    return xml(
      'SimulatePrincipalPolicy',
      `<IsTruncated>false</IsTruncated><EvaluationResults>${results.join('')}</EvaluationResults>`,
    );
  };
}

describe.each([
  ['one result for each resource', resultByResource],
  ['one result for all, and in it the decision for each resource', resultWithTemplate],
])('where IAM answers with %s', (_, shape) => {
  test('it is asked for the role of the session, which may pass roles to Lambda', async () => {
    answerWith(shape, () => true);

    expect((await examine()).filter(({ severity }) => severity !== 'well')).toEqual([]);
    expect(new Set(asked)).toEqual(new Set(['GetRole', 'SimulatePrincipalPolicy']));
  });

  test('what it does not allow is named with its step and its resource', async () => {
    const isDenied: Policy = (action, resource) => action === 'iam:DeleteRole' && resource.includes('-api-');
    answerWith(shape, (action, resource) => !isDenied(action, resource));

    expect((await examine()).filter(({ severity }) => severity !== 'well')).toEqual([
      {
        severity: 'broken',
        what: 'stack: roles: not allowed: iam:DeleteRole on arn:aws:iam::111111111111:role/groundwork-staging-api-eu-central-1 (implicitDeny)',
        remedy: expect.stringContaining(ROLE),
      },
    ]);
  });
});

/** What IAM says where it refuses a call. */
const refusal = (status: number, code: string, message: string) => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

/** Whether a simulation is of an action. */
const asksFor = (parameters: URLSearchParams, action: string): boolean =>
  listOf(parameters, 'ActionNames').includes(action);

test('a step to which IAM gives no answer is a finding of its own, and what it does not allow in another is told', async () => {
  // The client waits at random before it asks again.
  jest.spyOn(Math, 'random').mockReturnValue(0);
  answerWith(resultByResource, (action) => action !== 'sqs:DeleteQueue');
  const answerUnthrottled = answer;
  answer = (parameters) =>
    asksFor(parameters, 'lambda:CreateFunction')
      ? refusal(400, 'Throttling', 'Rate exceeded')
      : answerUnthrottled(parameters);

  const found = await examine();

  expect(found.filter(({ severity }) => severity !== 'well')).toEqual([
    {
      severity: 'broken',
      what: expect.stringMatching(/^stack: functions: .*Throttling: Rate exceeded$/),
      remedy: expect.not.stringContaining('SimulatePrincipalPolicy'),
    },
    {
      severity: 'broken',
      what: expect.stringMatching(/^stack: queues: not allowed: sqs:DeleteQueue/),
      remedy: expect.any(String),
    },
  ]);
  expect(found.map(({ what }) => what)).toContainEqual(expect.stringMatching(/^stack: alarms: all/));
});

test('what IAM has answered before it may not be asked any more is told, and what is left is not tested', async () => {
  answerWith(resultByResource, (action) => action !== 'iam:DeleteRole');
  const answerAllowed = answer;
  answer = (parameters) =>
    asksFor(parameters, 'sqs:CreateQueue') ? refusal(403, 'AccessDenied', 'not authorized') : answerAllowed(parameters);

  const whats = (await examine()).map(({ what }) => what);

  expect(whats).toContainEqual(expect.stringMatching(/^stack: roles: not allowed: iam:DeleteRole/));
  expect(whats.at(-1)).toMatch(/^Not tested, .* what writes in stack: queues, stack: alarms /);
});

test.each([
  ['is not there', refusal(404, 'NoSuchEntity', 'The role cannot be found.')],
  [
    'is none that has policies',
    refusal(400, 'InvalidInput', 'Invalid Entity Arn: root does not clearly define entity type'),
  ],
  ['is asked of what has no such call', refusal(501, 'NotImplemented', 'no SimulatePrincipalPolicy')],
])('where the principal %s, the rights are not tested', async (_, refused) => {
  jest.spyOn(Math, 'random').mockReturnValue(0);
  answerWith(resultByResource, () => true);
  const answerRole = answer;
  answer = (parameters) => {
    if (!parameters.has('Action')) return { status: 200, body: '<ListBucketResult/>' };
    return parameters.get('Action') === 'GetRole' ? answerRole(parameters) : refused;
  };

  expect((await examine()).map(({ severity }) => severity)).toEqual(['well', 'note']);
});

test('where IAM may not be asked, reads are tried, and the rest is not tested, by name', async () => {
  answer = (parameters) => {
    if (parameters.has('Action')) return refusal(403, 'AccessDenied', 'not authorized');
    return { status: 200, body: '<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>' };
  };

  const found = await examine();

  expect(found).toEqual([
    { severity: 'well', what: expect.stringContaining('s3:ListBucket, dynamodb:DescribeTable') },
    { severity: 'broken', what: expect.stringContaining('iam:GetRole: AccessDenied'), remedy: expect.any(String) },
    { severity: 'note', what: expect.stringContaining('stack: functions'), remedy: expect.any(String) },
  ]);
  expect(asked.filter((call) => /^(Put|Create|Update|Delete|PUT|POST|DELETE)/.test(call))).toEqual([]);
});
