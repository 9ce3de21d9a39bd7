import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { strToU8, zipSync } from 'fflate';
import { type Gateway, startGateway } from '../../local/aws/gateway';
import type { DynamodbLocal } from '../../local/dynamodb/dynamodb-local';
import { startDynamodbLocal } from '../../local/dynamodb/start';
import { stopDynamodbLocal } from '../../local/dynamodb/stop';
import { monitoringStack, queueName } from './stand-in/monitoring-stack';
import { type StackSettings, stack } from './stand-in/stack';
import { type Terraform, type TerraformRun, terraformIn } from './stand-in/terraform';

let directory: string;
let dynamodb: DynamodbLocal;
let gateway: Gateway;
let refusals: string[];
let settings: StackSettings;
let client: DynamoDBClient;

beforeAll(async () => {
  dynamodb = await startDynamodbLocal({ detached: false });
  directory = await mkdtemp(path.join(tmpdir(), 'groundwork-stand-in-'));
  refusals = [];
  gateway = await startGateway({
    port: 0,
    stateDirectory: path.join(directory, 'aws'),
    region: 'eu-central-1',
    accountId: '000000000000',
    dynamodbEndpoint: dynamodb.endpoint,
    onLog: (line) => refusals.push(line),
  });
  client = new DynamoDBClient(clientSettings());
  const tableName = path.basename(directory);
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    }),
  );
  settings = {
    tableName,
    ...(await functionZip('first')),
    greeting: 'Hello',
    memory: 128,
    retentionDays: 7,
    actions: ['dynamodb:GetItem'],
    tags: { Service: 'stand-in', Stage: 'one' },
  };
});

afterAll(async () => {
  client.destroy();
  await gateway.close();
  await stopDynamodbLocal(dynamodb);
  await rm(directory, { recursive: true });
});

beforeEach(() => {
  refusals.length = 0;
});

test('applies, finds nothing to change, updates every part, and destroys without leaving anything', async () => {
  const terraform = await terraformIn(path.join(directory, 'local-state'), gateway.endpoint);
  await terraform.write(stack(settings));
  await succeeds(terraform.run('init', '-input=false', '-no-color'));
  await apply(terraform);
  await expectNoChanges(terraform);
  expect(await call(terraform, '/hello/Ada')).toEqual({
    status: 200,
    body: { text: 'first: Hello, Ada', get: 'allowed', put: 'AccessDeniedException' },
  });
  expect(await call(terraform, '/goodbye')).toEqual({ status: 404, body: { message: 'Not Found' } });

  const changed: StackSettings = {
    ...settings,
    ...(await functionZip('second')),
    greeting: 'Good morning',
    memory: 256,
    retentionDays: 14,
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem'],
    tags: { Service: 'stand-in', Owner: 'two' },
  };
  await terraform.write(stack(changed));
  const plan = await terraform.run('plan', '-input=false', '-no-color', '-detailed-exitcode');
  expect(plan).toMatchObject({ status: 2, output: expect.stringContaining('0 to add, 6 to change, 0 to destroy') });
  await apply(terraform);
  await expectNoChanges(terraform);
  expect(await call(terraform, '/hello/Ada')).toEqual({
    status: 200,
    body: { text: 'second: Good morning, Ada', get: 'allowed', put: 'allowed' },
  });

  await destroy(terraform);
  expect(await remaining()).toEqual({
    'apigateway.json': { apis: {} },
    'iam.json': { roles: {} },
    'lambda.json': { functions: {}, eventSourceMappings: {} },
    'logs.json': { groups: {} },
    code: [],
  });

  await apply(terraform);
  await expectNoChanges(terraform);
  await destroy(terraform);
  expect(refusals).toEqual([]);
}, 240_000);

test('has queues, topics that deliver to them, alarms and dashboards, from the first apply to the destroy', async () => {
  const begun = { title: 'One', threshold: 0, tags: settings.tags };
  const terraform = await terraformIn(path.join(directory, 'monitoring'), gateway.endpoint);
  await terraform.write(monitoringStack(begun));
  await succeeds(terraform.run('init', '-input=false', '-no-color'));
  await apply(terraform);
  await expectNoChanges(terraform);
  const topic = await succeeds(terraform.run('output', '-raw', 'topic'));
  expect(await deliveredBy(topic)).toEqual(['alarm']);

  const changed = { title: 'Two', threshold: 0.5, tags: { Service: 'stand-in', Owner: 'two' } };
  await terraform.write(monitoringStack(changed));
  const plan = await terraform.run('plan', '-input=false', '-no-color', '-detailed-exitcode');
  expect(plan).toMatchObject({ status: 2, output: expect.stringContaining('0 to add, 5 to change, 0 to destroy') });
  await apply(terraform);
  await expectNoChanges(terraform);

  await destroy(terraform);
  expect(await contentsOf('monitoring.json', 'sns.json', 'sqs.json')).toEqual({
    'monitoring.json': { alarms: {}, dashboards: {} },
    'sns.json': { topics: {}, subscriptions: {} },
    'sqs.json': { queues: {} },
  });
  // The provider takes this one for done.
  expect(refusals).toEqual([expect.stringContaining('Cannot unsubscribe a subscription that is pending confirmation')]);
}, 240_000);

test('keeps the state in a versioned bucket and honours its lock file', async () => {
  const bucket = 'stand-in-state';
  const s3 = new S3Client({ ...clientSettings(), forcePathStyle: true });
  await s3.send(
    new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-central-1' } }),
  );
  await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const backend = { bucket, key: 'api.tfstate', region: 'eu-central-1', use_lockfile: true, use_path_style: true };
  const terraform = await terraformIn(path.join(directory, 'bucket'), gateway.endpoint);
  await terraform.write(stack({ ...settings, backend }));
  await succeeds(terraform.run('init', '-input=false', '-no-color'));
  await apply(terraform);
  await expectNoChanges(terraform);

  const lock = { Bucket: bucket, Key: 'api.tfstate.tflock' };
  await s3.send(new PutObjectCommand({ ...lock, Body: JSON.stringify({ ID: 'held-by-another', Operation: 'apply' }) }));
  const locked = await terraform.run('plan', '-input=false', '-no-color');
  expect(locked).toMatchObject({ status: 1, output: expect.stringContaining('Error acquiring the state lock') });
  expect(locked.output).toContain('held-by-another');

  await s3.send(new DeleteObjectCommand(lock));
  await destroy(terraform);
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: 'api.tfstate' }));
  expect(Versions.filter(({ Key }) => Key === 'api.tfstate').length).toBeGreaterThan(1);
  s3.destroy();
}, 240_000);

function clientSettings() {
  return {
    endpoint: gateway.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  };
}

/**
 * A function's zip whose answers begin with `version`, and say what DynamoDB answers the function's role. There is no
 * SDK in it: a request in the SDK's form is all that it takes, as signatures are not verified.
 */
async function functionZip(version: string): Promise<Pick<StackSettings, 'zipFile' | 'zipSha256'>> {
  const source = `
    const { AWS_ACCESS_KEY_ID, AWS_ENDPOINT_URL, AWS_REGION, GREETING, TABLE_NAME } = process.env;
    const send = async (operation, input) => {
      const response = await fetch(AWS_ENDPOINT_URL, {
        method: 'POST',
        headers: {
          authorization: 'AWS4-HMAC-SHA256 Credential=' + AWS_ACCESS_KEY_ID + '/20260101/' + AWS_REGION
            + '/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
          'content-type': 'application/x-amz-json-1.0',
          'x-amz-target': 'DynamoDB_20120810.' + operation,
        },
        body: JSON.stringify({ TableName: TABLE_NAME, ...input }),
      });
      const { __type = 'allowed' } = await response.json();
      return __type.split('#').pop();
    };
    export const handler = async (event) => ({
      text: '${version}: ' + GREETING + ', ' + event.pathParameters.name,
      get: await send('GetItem', { Key: { pk: { S: 'a' } } }),
      put: await send('PutItem', { Item: { pk: { S: 'a' } } }),
    });`;
  const zip = zipSync({ 'index.mjs': strToU8(source) });
  const zipFile = path.join(directory, `${version}.zip`);
  await writeFile(zipFile, zip);
  return { zipFile, zipSha256: createHash('sha256').update(zip).digest('base64') };
}

async function succeeds(run: Promise<TerraformRun>): Promise<string> {
  const { status, output } = await run;
  if (status !== 0)
    throw new Error(`Terraform ended with status ${status}:\n${output}\nRefused:\n${refusals.join('\n')}`);
  return output;
}

function apply(terraform: Terraform): Promise<string> {
  return succeeds(terraform.run('apply', '-auto-approve', '-input=false', '-no-color'));
}

function destroy(terraform: Terraform): Promise<string> {
  return succeeds(terraform.run('destroy', '-auto-approve', '-input=false', '-no-color'));
}

/** With -detailed-exitcode a plan that would change something ends with status 2. */
function expectNoChanges(terraform: Terraform): Promise<string> {
  return succeeds(terraform.run('plan', '-detailed-exitcode', '-input=false', '-no-color'));
}

async function call(terraform: Terraform, urlPath: string): Promise<{ status: number; body: unknown }> {
  const endpoint = await succeeds(terraform.run('output', '-raw', 'endpoint'));
  const response = await fetch(`${endpoint}${urlPath}`);
  return { status: response.status, body: await response.json() };
}

/** The texts that the stack's queue gets when one is published to the topic. */
async function deliveredBy(TopicArn: string): Promise<unknown[]> {
  const [sns, sqs] = [new SNSClient(clientSettings()), new SQSClient(clientSettings())];
  await sns.send(new PublishCommand({ TopicArn, Message: 'alarm' }));
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
  sns.destroy();
  sqs.destroy();
  return Messages.map(({ Body = '' }) => JSON.parse(Body).Message);
}

/** What the stand-in still has: the contents of its stores, and the names of the deployment packages. */
async function remaining(): Promise<Record<string, unknown>> {
  const stores = await contentsOf('apigateway.json', 'iam.json', 'lambda.json', 'logs.json');
  return { ...stores, code: await readdir(path.join(directory, 'aws', 'code')) };
}

async function contentsOf(...stores: string[]): Promise<Record<string, unknown>> {
  const contents = stores.map(async (name) => {
    const text = await readFile(path.join(directory, 'aws', name), 'utf8');
    return [name, (JSON.parse(text) as { state: unknown }).state] as const;
  });
  return Object.fromEntries(await Promise.all(contents));
}
