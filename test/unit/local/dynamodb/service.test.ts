import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { crc32 } from 'node:zlib';
import type { AccessDecision } from '../../../../local/aws/dynamodb/authoriser';
import { dynamodbService } from '../../../../local/aws/dynamodb/service';
import { parsePolicy } from '../../../../local/aws/iam/policy';
import type { Principal } from '../../../../local/aws/iam/principal';
import type { AwsResponse, AwsService } from '../../../../local/aws/service';

const prefix = 'arn:aws:dynamodb:eu-central-1:123456789012';
const localPrefix = 'arn:aws:dynamodb:ddblocal:000000000000';
const sessionArn = 'arn:aws:sts::123456789012:assumed-role/api/api';

/** A server in the place of DynamoDB Local that answers what a test tells it to and remembers what it was sent. */
let upstream: Server;
let endpoint: string;
let answer: { status?: number; headers?: Record<string, string>; body: string };
let received: { headers: IncomingHttpHeaders; body: string; connection: number }[];

beforeEach(async () => {
  answer = { body: '{}' };
  received = [];
  upstream = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      received.push({ headers: request.headers, body, connection: request.socket.remotePort ?? 0 });
      response.writeHead(answer.status ?? 200, { 'content-type': 'application/x-amz-json-1.0', ...answer.headers });
      response.end(answer.body);
    });
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
});

afterEach(async () => {
  upstream.closeAllConnections();
  await new Promise((resolve) => upstream.close(resolve));
});

const role = (statements: unknown[], version = '1'): Principal => ({
  kind: 'role',
  arn: sessionArn,
  version,
  policies: [parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'identity')],
});

const reader = role([{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: `${prefix}:table/Music` }]);

const service = (
  principal: Principal | undefined | (() => Principal | undefined),
  onDecision?: (decision: AccessDecision) => void,
): AwsService =>
  dynamodbService({
    onDecision,
    endpoint,
    region: 'eu-central-1',
    accountId: '123456789012',
    principalOf: () => (typeof principal === 'function' ? principal() : principal),
  });

const call = (target: AwsService, operation: string, body: unknown, region = 'eu-central-1') => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return target({
    service: 'dynamodb',
    region,
    accessKeyId: 'ASIAX',
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      authorization: 'AWS4-HMAC-SHA256 Credential=ASIAX/x',
      connection: 'close',
      host: 'gateway',
      'content-length': '1',
    },
    body: Buffer.from(text),
  });
};

const textOf = (response: AwsResponse) => String(response.body);
const errorOf = (response: AwsResponse) => ({ status: response.status, ...JSON.parse(textOf(response)) });

describe('an access key', () => {
  test('that nobody has is refused', async () => {
    expect(errorOf(await call(service(undefined), 'ListTables', {}))).toEqual({
      status: 400,
      __type: 'com.amazon.coral.service#UnrecognizedClientException',
      Message: 'The security token included in the request is invalid.',
    });
    expect(received).toEqual([]);
  });

  test('of an administrator may do everything', async () => {
    await call(service({ kind: 'administrator' }), 'DeleteTable', { TableName: 'Music' });
    expect(received).toHaveLength(1);
  });
});

describe('a role', () => {
  test('gets what its policies allow', async () => {
    answer = { body: '{"Item":{"pk":{"S":"a"}}}', headers: { 'x-amz-crc32': '7' } };
    const response = await call(service(reader), 'GetItem', { TableName: 'Music', Key: {} });
    expect(response.status).toBe(200);
    expect(textOf(response)).toBe(answer.body);
    expect(response.headers).toMatchObject({ 'x-amz-crc32': '7' });
  });

  test('gets AccessDeniedException in AWS’s words for what they do not, and nothing is forwarded', async () => {
    const response = await call(service(reader), 'PutItem', { TableName: 'Music', Item: {} });
    expect(errorOf(response)).toEqual({
      status: 400,
      __type: 'com.amazon.coral.service#AccessDeniedException',
      Message: `User: ${sessionArn} is not authorized to perform: dynamodb:PutItem on resource: ${prefix}:table/Music because no identity-based policy allows the dynamodb:PutItem action`,
    });
    expect(response.headers?.['x-amz-crc32']).toBe(String(crc32(textOf(response))));
    expect(received).toEqual([]);
  });

  test('is told of an explicit deny', async () => {
    const denied = role([
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'dynamodb:DeleteItem', Resource: '*' },
    ]);
    const response = await call(service(denied), 'DeleteItem', { TableName: 'Music', Key: {} });
    expect(errorOf(response).Message).toBe(
      `User: ${sessionArn} is not authorized to perform: dynamodb:DeleteItem on resource: ${prefix}:table/Music with an explicit deny in an identity-based policy`,
    );
  });

  test('is denied a batch of which one table is not allowed', async () => {
    const batch = role([{ Effect: 'Allow', Action: 'dynamodb:BatchGetItem', Resource: `${prefix}:table/Music` }]);
    const response = await call(service(batch), 'BatchGetItem', { RequestItems: { Music: {}, Users: {} } });
    expect(errorOf(response).Message).toContain('table/Users');
    expect(received).toEqual([]);
  });

  test('is denied the table of another region', async () => {
    const response = await call(service(reader), 'GetItem', { TableName: 'Music', Key: {} }, 'us-east-1');
    expect(errorOf(response).Message).toContain('arn:aws:dynamodb:us-east-1:123456789012:table/Music');
  });

  test('cannot call what the stand-in does not know', async () => {
    const response = await call(service(role([{ Effect: 'Allow', Action: '*', Resource: '*' }])), 'Explode', {});
    expect(errorOf(response)).toMatchObject({
      status: 400,
      __type: 'com.amazonaws.dynamodb.v20120810#UnknownOperationException',
      Message: expect.stringContaining('Explode'),
    });
  });

  test.each(['{', '[]', '"x"'])('gets SerializationException for a body that is no JSON object: %s', async (body) => {
    const response = await call(service(reader), 'GetItem', body);
    expect(errorOf(response)).toMatchObject({ status: 400, __type: expect.stringContaining('SerializationException') });
  });

  test('is decided anew when its policies have changed', async () => {
    let current = reader;
    const target = service(() => current);
    const write = () => call(target, 'PutItem', { TableName: 'Music', Item: {} });
    expect((await write()).status).toBe(400);
    current = role([{ Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: '*' }], '2');
    expect((await write()).status).toBe(200);
    current = reader;
    expect((await write()).status).toBe(400);
  });
});

test('who starts the service is told what was decided about each access of a role, and nothing of an administrator’s', async () => {
  const decisions: AccessDecision[] = [];
  const told = service(reader, (decision) => decisions.push(decision));
  for (const operation of ['GetItem', 'GetItem', 'PutItem']) await call(told, operation, { TableName: 'Music' });
  await call(
    service({ kind: 'administrator' }, (decision) => decisions.push(decision)),
    'Scan',
    { TableName: 'Music' },
  );

  const [allowed, denied] = ['GetItem', 'PutItem'].map((action) => ({
    sessionArn,
    action: `dynamodb:${action}`,
    resource: `${prefix}:table/Music`,
    allowed: action === 'GetItem',
  }));
  expect(decisions).toEqual([allowed, allowed, denied]);
});

describe('BatchExecuteStatement', () => {
  const select = (table: string) => ({ Statement: `SELECT * FROM ${table} WHERE pk='a'` });
  const selector = role([{ Effect: 'Allow', Action: 'dynamodb:PartiQLSelect', Resource: `${prefix}:table/Music` }]);

  test('answers for each statement by itself', async () => {
    answer = { body: '{"Responses":[{"TableName":"Music","Item":{"n":{"S":"1"}}},{"TableName":"Music"}]}' };
    const body = { Statements: [select('Music'), select('Users'), select('Music')] };
    const response = await call(service(selector), 'BatchExecuteStatement', body);
    expect(JSON.parse(received[0]?.body ?? '').Statements).toEqual([select('Music'), select('Music')]);
    expect(JSON.parse(textOf(response)).Responses).toEqual([
      { TableName: 'Music', Item: { n: { S: '1' } } },
      {
        Error: { Code: 'AccessDenied', Message: expect.stringContaining('dynamodb:PartiQLSelect on resource') },
        TableName: 'Users',
      },
      { TableName: 'Music' },
    ]);
    expect(response.headers?.['x-amz-crc32']).toBe(String(crc32(textOf(response))));
  });

  test('asks DynamoDB Local nothing where no statement is allowed', async () => {
    const response = await call(service(selector), 'BatchExecuteStatement', { Statements: [select('Users')] });
    expect(response.status).toBe(200);
    expect(JSON.parse(textOf(response)).Responses).toHaveLength(1);
    expect(received).toEqual([]);
  });
});

describe('forwarding', () => {
  const administrator = () => service({ kind: 'administrator' });

  test('keeps the caller’s headers but those of its connection, and asks with the one key that all tables are made with', async () => {
    await call(administrator(), 'GetItem', { TableName: 'Music' });
    expect(received[0]?.headers).toMatchObject({
      'x-amz-target': 'DynamoDB_20120810.GetItem',
      authorization: 'AWS4-HMAC-SHA256 Credential=local/x',
      host: endpoint.slice('http://'.length),
      'content-length': String('{"TableName":"Music"}'.length),
      'accept-encoding': 'identity',
    });
  });

  test('uses a connection again', async () => {
    const target = administrator();
    await call(target, 'GetItem', {});
    await call(target, 'GetItem', {});
    expect(new Set(received.map(({ connection }) => connection)).size).toBe(1);
  });

  test('survives connections that DynamoDB Local has closed', async () => {
    const target = administrator();
    await call(target, 'GetItem', {});
    upstream.closeAllConnections();
    expect((await call(target, 'GetItem', {})).status).toBe(200);
  });

  test('says how to start DynamoDB Local where it does not answer, in a form that SDKs do not repeat', async () => {
    const target = administrator();
    await new Promise((resolve) => upstream.close(resolve));
    const error = errorOf(await call(target, 'GetItem', {}));
    expect(error.status).toBe(400);
    expect(error.Message).toContain(endpoint);
    expect(error.Message).toContain('yarn local up');
  });

  test('passes errors of DynamoDB Local on', async () => {
    answer = { status: 400, body: '{"__type":"com.amazonaws.dynamodb.v20120810#UnknownOperationException"}' };
    const response = await call(administrator(), 'ListTagsOfResource', { ResourceArn: `${prefix}:table/Music` });
    expect(response.status).toBe(400);
    expect(textOf(response)).toBe(answer.body);
  });
});

describe('ARNs', () => {
  const administrator = () => service({ kind: 'administrator' });

  test('are DynamoDB Local’s towards it, and the deployment’s towards the caller, with the checksum of what is sent', async () => {
    answer = { body: `{"Table":{"TableArn":"${localPrefix}:table/Müsic"}}`, headers: { 'x-amz-crc32': '7' } };
    const response = await call(administrator(), 'DescribeStream', { StreamArn: `${prefix}:table/Music/stream/x` });
    expect(received[0]?.body).toBe(`{"StreamArn":"${localPrefix}:table/Music/stream/x"}`);
    expect(textOf(response)).toBe(`{"Table":{"TableArn":"${prefix}:table/Müsic"}}`);
    expect(response.headers).toMatchObject({
      'x-amz-crc32': String(crc32(textOf(response))),
      'content-length': String(Buffer.byteLength(textOf(response))),
    });
  });

  test('in users’ data are left alone', async () => {
    answer = { body: `{"Item":{"arn":{"S":"${localPrefix}:table/x"}}}` };
    const item = { TableName: 'Music', Item: { arn: { S: `${prefix}:table/x` } } };
    const response = await call(administrator(), 'PutItem', item);
    expect(received[0]?.body).toBe(JSON.stringify(item));
    expect(textOf(response)).toBe(answer.body);
  });

  test('in stream records are left alone, and the iterator and region are rewritten', async () => {
    const image = { arn: { S: `${localPrefix}:table/x` } };
    const records = [{ awsRegion: 'ddblocal', dynamodb: { NewImage: image } }];
    answer = { body: JSON.stringify({ Records: records, NextShardIterator: `${localPrefix}:table/Music|1` }) };
    const response = await call(administrator(), 'GetRecords', { ShardIterator: `${prefix}:table/Music|0` });
    expect(received[0]?.body).toContain(localPrefix);
    expect(JSON.parse(textOf(response))).toEqual({
      Records: [{ awsRegion: 'eu-central-1', dynamodb: { NewImage: image } }],
      NextShardIterator: `${prefix}:table/Music|1`,
    });
  });
});
