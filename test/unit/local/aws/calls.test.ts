import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openCallRecord } from '../../../../local/aws/calls/call-record';
import { neededRights } from '../../../../local/aws/calls/needed-rights';
import type { AwsRequest } from '../../../../local/aws/service';
import { place, temporaryDirectory } from './stand-in';

const { directory, remove } = temporaryDirectory();
afterAll(remove);

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:000000000000:${resource}`;

function requestOf(service: string, parts: Partial<Omit<AwsRequest, 'body'>> & { body?: object | string }): AwsRequest {
  const { body = '', ...rest } = parts;
  return {
    service,
    region: place.region,
    accessKeyId: 'local',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {},
    ...rest,
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  };
}

/** The rights as text. */
const rightsTo = (operation: string, ...request: Parameters<typeof requestOf>): string[] =>
  neededRights(requestOf(...request), operation, place).map(({ action, resource }) => `${action} ${resource}`);

test.each<[string, string, string[], Parameters<typeof requestOf>]>([
  [
    'a table',
    'CreateTable',
    [`dynamodb:CreateTable ${arn('dynamodb', 'table/t')}`],
    ['dynamodb', { body: { TableName: 't' } }],
  ],
  [
    'an index',
    'Query',
    [`dynamodb:Query ${arn('dynamodb', 'table/t/index/i')}`],
    ['dynamodb', { body: { TableName: 't', IndexName: 'i' } }],
  ],
  [
    'a mapping that is made',
    'CreateEventSourceMapping',
    ['lambda:CreateEventSourceMapping *'],
    ['lambda', { path: '/2015-03-31/event-source-mappings/', body: { FunctionName: 'f' } }],
  ],
  [
    'a mapping that is there',
    'GetEventSourceMapping',
    [`lambda:GetEventSourceMapping ${arn('lambda', 'event-source-mapping:1-2')}`],
    ['lambda', { method: 'GET', path: '/2015-03-31/event-source-mappings/1-2' }],
  ],
  [
    'the tags of a function',
    'ListTags',
    [`lambda:ListTags ${arn('lambda', 'function:f')}`],
    ['lambda', { method: 'GET', path: `/2017-03-31/tags/${encodeURIComponent(arn('lambda', 'function:f'))}` }],
  ],
  [
    'a function that is called',
    'Invoke',
    [`lambda:InvokeFunction ${arn('lambda', 'function:f')}`],
    ['lambda', { path: '/2015-03-31/functions/f/invocations', body: {} }],
  ],
  [
    'a function with a role',
    'CreateFunction',
    [`lambda:CreateFunction ${arn('lambda', 'function:f')}`, 'iam:PassRole arn:aws:iam::000000000000:role/r'],
    [
      'lambda',
      { path: '/2015-03-31/functions', body: { FunctionName: 'f', Role: 'arn:aws:iam::000000000000:role/r' } },
    ],
  ],
  [
    'a role with a path',
    'CreateRole',
    ['iam:CreateRole arn:aws:iam::000000000000:role/ci/r'],
    ['iam', { headers: FORM, body: 'Action=CreateRole&RoleName=r&Path=%2Fci%2F' }],
  ],
  [
    'a route of an HTTP API',
    'CreateRoute',
    ['apigateway:POST arn:aws:apigateway:eu-central-1::/apis/a/routes'],
    ['apigateway', { path: '/v2/apis/a/routes' }],
  ],
  [
    'a log group',
    'CreateLogGroup',
    [`logs:CreateLogGroup ${arn('logs', 'log-group:/aws/lambda/f')}`],
    ['logs', { body: { logGroupName: '/aws/lambda/f' } }],
  ],
  [
    'all log groups',
    'DescribeLogGroups',
    [`logs:DescribeLogGroups ${arn('logs', 'log-group::log-stream:')}`],
    ['logs', { body: { logGroupNamePrefix: '/aws/lambda/f' } }],
  ],
  [
    'a queue by its URL',
    'GetQueueAttributes',
    [`sqs:GetQueueAttributes ${arn('sqs', 'q')}`],
    ['sqs', { body: { QueueUrl: 'http://127.0.0.1:1/000000000000/q' } }],
  ],
  [
    'a topic that is made',
    'CreateTopic',
    [`sns:CreateTopic ${arn('sns', 't')}`],
    ['sns', { headers: FORM, body: 'Action=CreateTopic&Name=t' }],
  ],
  [
    'alarms',
    'DeleteAlarms',
    [
      `cloudwatch:DeleteAlarms ${arn('cloudwatch', 'alarm:a')}`,
      `cloudwatch:DeleteAlarms ${arn('cloudwatch', 'alarm:b')}`,
    ],
    ['monitoring', { headers: FORM, body: 'Action=DeleteAlarms&AlarmNames.member.1=a&AlarmNames.member.2=b' }],
  ],
  [
    'a dashboard',
    'PutDashboard',
    ['cloudwatch:PutDashboard arn:aws:cloudwatch::000000000000:dashboard/d'],
    ['monitoring', { headers: FORM, body: 'Action=PutDashboard&DashboardName=d' }],
  ],
  ['a bucket', 'HeadBucket', ['s3:ListBucket arn:aws:s3:::b'], ['s3', { method: 'HEAD', path: '/b' }]],
  [
    'a setting of a bucket',
    'GetBucketEncryption',
    ['s3:GetEncryptionConfiguration arn:aws:s3:::b'],
    ['s3', { method: 'GET', path: '/b', query: new URLSearchParams('encryption') }],
  ],
  ['an object', 'HeadObject', ['s3:GetObject arn:aws:s3:::b/k/s'], ['s3', { method: 'HEAD', path: '/b/k/s' }]],
  ['who one is', 'GetCallerIdentity', [], ['sts', { headers: FORM, body: 'Action=GetCallerIdentity' }]],
])('the rights to %s are those of AWS', (_, operation, rights, request) => {
  expect(rightsTo(operation, ...request)).toEqual(rights);
});

test.each<[string, Parameters<typeof requestOf>]>([
  ['sts:AssumeRole', ['sts', { body: 'Action=AssumeRole', headers: FORM }]],
  ['kms:Encrypt', ['kms', {}]],
  ['dynamodb:Unheard', ['dynamodb', { body: {} }]],
])('of %s, which no rule knows, the name is seen', (action, request) => {
  expect(rightsTo(action.split(':')[1] ?? '', ...request)).toEqual([`${action} *`]);
});

test('a call of S3 that no rule knows is seen as it came', () => {
  expect(rightsTo('(none)', 's3', { method: 'PUT', path: '/b', query: new URLSearchParams('website') })).toEqual([
    's3:PUT bucket?website *',
  ]);
});

test('what a policy may ask of a passed role and of a mapping’s function is told', () => {
  const role = { FunctionName: 'f', Role: 'arn:aws:iam::000000000000:role/r' };
  const passing = requestOf('lambda', { path: '/2015-03-31/functions/f/configuration', body: role });
  const mapping = requestOf('lambda', { path: '/2015-03-31/event-source-mappings', body: { FunctionName: 'f' } });

  expect(neededRights(passing, 'UpdateFunctionConfiguration', place)[1]?.context).toEqual({
    'iam:PassedToService': 'lambda.amazonaws.com',
  });
  expect(neededRights(mapping, 'CreateEventSourceMapping', place)[0]?.context).toEqual({
    'lambda:FunctionArn': arn('lambda', 'function:f'),
  });
});

test('the record has each right of each caller once, and begins anew when it was taken away', () => {
  const file = path.join(directory, 'calls.jsonl');
  const record = openCallRecord(file);
  const right = { who: 'local', action: 'sqs:CreateQueue', resource: arn('sqs', 'q') };
  const lines = () =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  for (const each of [right, right, { ...right, who: 'a function' }]) record(each);
  expect(lines()).toEqual([right, { ...right, who: 'a function' }]);
  rmSync(file);
  record(right);
  expect(lines()).toEqual([right]);
});
