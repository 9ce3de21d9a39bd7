import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { strToU8, zipSync } from 'fflate';
import { type Gateway, startGateway } from '../../../../../local/aws/gateway';

const region = 'eu-central-1';
const accountId = '000000000000';

interface NewFunction {
  /** Statements of its role's policy; none where the role of its name is there already. */
  policy?: readonly object[];
  /** Deployment package, or the source of `index.mjs` in it. */
  code: Buffer | string;
  environment?: Record<string, string>;
}

/** Terraform's calls of a stand-in that answers at `endpoint`, as short as tests want them. */
export interface Deployer {
  /** A call of Lambda. */
  lambda(method: string, path: string, input?: object): Promise<{ status: number; json: Record<string, unknown> }>;
  /** Makes a function, and before it its role, of the same name. Gives the function's ARN. */
  createFunction(name: string, options: NewFunction): Promise<string>;
  putPolicy(roleName: string, statements: readonly object[]): Promise<void>;
  /** Gives the mapping's UUID. Rejects with Lambda's message where it is refused. */
  createMapping(input: object): Promise<string>;
  createQueue(name: string): Promise<TestQueue>;
}

export interface TestQueue {
  url: string;
  arn: string;
  /** The next message's body, taken out of the queue; undefined where none comes within 20 s. */
  next(): Promise<Record<string, unknown> | undefined>;
}

/** A stand-in in this process, on a state that may be there already. */
export async function startStandIn(
  stateDirectory: string,
): Promise<Deployer & { gateway: Gateway; log: string[]; close(): Promise<void> }> {
  const log: string[] = [];
  const gateway = await startGateway({
    port: 0,
    stateDirectory,
    region,
    accountId,
    dynamodbEndpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '',
    onLog: (line) => log.push(line),
  });
  return { ...deployerTo(gateway.endpoint), gateway, log, close: () => gateway.close() };
}

export function deployerTo(endpoint: string): Deployer {
  const lambda: Deployer['lambda'] = async (method, restPath, input) => {
    const response = await fetch(`${endpoint}${restPath}`, {
      method,
      headers: { authorization: authorizationFor('lambda') },
      ...(input && { body: JSON.stringify(input) }),
    });
    const text = await response.text();
    return { status: response.status, json: text === '' ? {} : JSON.parse(text) };
  };
  const iam = async (form: Record<string, string>) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { authorization: authorizationFor('iam'), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    if (!response.ok) throw new Error(await response.text());
  };
  const putPolicy: Deployer['putPolicy'] = (roleName, statements) =>
    iam({ Action: 'PutRolePolicy', RoleName: roleName, PolicyName: 'rights', PolicyDocument: policyOf(statements) });
  return {
    lambda,
    putPolicy,
    createFunction: async (name, { policy, code, environment = {} }) => {
      if (policy) {
        await iam({ Action: 'CreateRole', RoleName: name, AssumeRolePolicyDocument: policyOf([lambdaMayAssume]) });
        await putPolicy(name, policy);
      }
      const created = await lambda('POST', '/2015-03-31/functions', {
        FunctionName: name,
        Role: `arn:aws:iam::${accountId}:role/${name}`,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        Timeout: 20,
        Code: { ZipFile: zipOf(code).toString('base64') },
        Environment: { Variables: environment },
      });
      if (created.status !== 201) throw new Error(JSON.stringify(created.json));
      return String(created.json.FunctionArn);
    },
    createMapping: async (input) => {
      const created = await lambda('POST', '/2015-03-31/event-source-mappings', input);
      if (created.status !== 202) throw new Error(String(created.json.message));
      return String(created.json.UUID);
    },
    createQueue: (name) => createQueue(endpoint, name),
  };
}

/** ARN of a stream of DynamoDB Local, as the stand-in's callers know it. */
export function awsArn(localArn: string | undefined): string {
  return (localArn ?? '').replace('ddblocal:000000000000', `${region}:${accountId}`);
}

/** The rights that a stream's reader needs. */
export function mayReadStream(streamArn: string): object[] {
  const actions = ['GetRecords', 'GetShardIterator', 'DescribeStream'].map((name) => `dynamodb:${name}`);
  return [allow(actions, streamArn), allow('dynamodb:ListStreams', '*')];
}

export function allow(action: string | readonly string[], resource: string | readonly string[]): object {
  return { Effect: 'Allow', Action: action, Resource: resource };
}

/** What the function has printed, with Lambda's own lines. */
export function functionLog(stateDirectory: string, functionName: string): string {
  return readFileSync(path.join(stateDirectory, '..', 'logs', `${functionName}.log`), 'utf8');
}

const lambdaMayAssume = {
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
};

const policyOf = (statements: readonly object[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements });

const authorizationFor = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=local/20120810/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`;

function zipOf(code: Buffer | string): Buffer {
  return typeof code === 'string' ? Buffer.from(zipSync({ 'index.mjs': strToU8(code) })) : code;
}

async function createQueue(endpoint: string, name: string): Promise<TestQueue> {
  const sqs = new SQSClient({ endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  return {
    url,
    arn: Attributes?.QueueArn ?? '',
    next: async () => {
      const received = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }));
      const [message] = received.Messages ?? [];
      if (!message) return undefined;
      await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: message.ReceiptHandle }));
      return JSON.parse(message.Body ?? '');
    },
  };
}
