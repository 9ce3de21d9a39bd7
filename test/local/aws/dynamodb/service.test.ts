import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { dynamodbService } from '../../../../local/aws/dynamodb/service';
import { parsePolicy } from '../../../../local/aws/iam/policy';
import type { Principal } from '../../../../local/aws/iam/principal';
import type { AwsService } from '../../../../local/aws/service';

const region = 'eu-central-1';
const accountId = '123456789012';
const table = `service-test-${process.pid}`;
const tableArn = `arn:aws:dynamodb:${region}:${accountId}:table/${table}`;

const allow = (action: string | string[], resource: string, condition?: Record<string, unknown>) => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  Condition: condition,
});

/** The roles by access key, each with one policy. */
const policies = {
  ASIAREADER: [allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], tableArn)],
  ASIAINDEX: [allow('dynamodb:Query', `${tableArn}/index/*`)],
  ASIATENANT: [
    allow(
      ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query', 'dynamodb:Scan', 'dynamodb:PartiQLSelect'],
      `${tableArn}*`,
      {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': 'tenant-1#*' },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    ),
  ],
  ASIAWRITER: [allow(['dynamodb:PutItem', 'dynamodb:ConditionCheckItem'], tableArn)],
  ASIAPARTIQL: [
    allow(['dynamodb:PartiQLSelect', 'dynamodb:PartiQLInsert'], tableArn),
    {
      Effect: 'Deny',
      Action: 'dynamodb:PartiQLSelect',
      Resource: '*',
      Condition: { Bool: { 'dynamodb:FullTableScan': true } },
    },
  ],
};

type RoleKey = keyof typeof policies;

const roles = new Map<string, Principal>(
  Object.entries(policies).map(([accessKeyId, statements]) => [
    accessKeyId,
    {
      kind: 'role',
      arn: `arn:aws:sts::${accountId}:assumed-role/${accessKeyId}/session`,
      policies: [parsePolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }), 'identity')],
      version: '1',
    },
  ]),
);

let gateway: Server;
let endpoint: string;
const clients: DynamoDBClient[] = [];

const client = (accessKeyId: RoleKey | 'administrator' | 'ASIANOBODY') => {
  const made = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey: 'x' },
    maxAttempts: 1,
  });
  clients.push(made);
  return made;
};

beforeAll(async () => {
  const service = dynamodbService({
    endpoint: dynamodbEndpoint(),
    region,
    accountId,
    principalOf: (key) => (key === 'administrator' ? { kind: 'administrator' } : roles.get(key)),
  });
  gateway = await serve(service);
  endpoint = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  const keys = ['pk', 'sk', 'gsi1pk'];
  await client('administrator').send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'gsi1',
          KeySchema: [{ AttributeName: 'gsi1pk', KeyType: 'HASH' }],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
});

afterAll(async () => {
  await client('administrator').send(new DeleteTableCommand({ TableName: table }));
  for (const made of clients) made.destroy();
  gateway.closeAllConnections();
  await new Promise((resolve) => gateway.close(resolve));
});

const get = (pk: string) => new GetItemCommand({ TableName: table, Key: { pk: { S: pk }, sk: { S: 'x' } } });
const put = (pk: string) => new PutItemCommand({ TableName: table, Item: { pk: { S: pk }, sk: { S: 'x' } } });
const query = (pk: string, IndexName?: string) =>
  new QueryCommand({
    TableName: table,
    IndexName,
    KeyConditionExpression: '#p = :p',
    ExpressionAttributeNames: { '#p': IndexName ? 'gsi1pk' : 'pk' },
    ExpressionAttributeValues: { ':p': { S: pk } },
  });

const denied = (action: string, resource: string) => ({
  name: 'AccessDeniedException',
  message: expect.stringMatching(
    new RegExp(
      `assumed-role/.*/session is not authorized to perform: dynamodb:${action} on resource: ${resource}(?= )`,
    ),
  ),
});

test('an access key that nobody has gets UnrecognizedClientException', async () => {
  await expect(client('ASIANOBODY').send(get('a'))).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
});

test('an administrator sees the deployment’s ARNs', async () => {
  const { Table: described } = await client('administrator').send(new DescribeTableCommand({ TableName: tableArn }));
  expect(described?.TableArn).toBe(tableArn);
  expect(described?.GlobalSecondaryIndexes?.[0]?.IndexArn).toBe(`${tableArn}/index/gsi1`);
});

test('a role may do what its policy allows, by the table’s name or its ARN', async () => {
  await client('administrator').send(put('read'));
  const found = await client('ASIAREADER').send(get('read'));
  expect(found.Item).toEqual({ pk: { S: 'read' }, sk: { S: 'x' } });
  const byArn = new GetItemCommand({ ...get('read').input, TableName: tableArn });
  expect((await client('ASIAREADER').send(byArn)).Item).toEqual(found.Item);
  const keys = { Keys: [{ pk: { S: 'read' }, sk: { S: 'x' } }] };
  const batch = await client('ASIAREADER').send(new BatchGetItemCommand({ RequestItems: { [table]: keys } }));
  expect(batch.Responses?.[table]).toHaveLength(1);
});

test('a role is denied everything else, by the exception of the SDK', async () => {
  const reader = client('ASIAREADER');
  await expect(reader.send(put('a'))).rejects.toMatchObject({
    ...denied('PutItem', tableArn),
    message: `User: arn:aws:sts::${accountId}:assumed-role/ASIAREADER/session is not authorized to perform: dynamodb:PutItem on resource: ${tableArn} because no identity-based policy allows the dynamodb:PutItem action`,
  });
  await expect(reader.send(new ScanCommand({ TableName: table }))).rejects.toMatchObject(denied('Scan', tableArn));
  await expect(reader.send(query('a', 'gsi1'))).rejects.toMatchObject(denied('Query', `${tableArn}/index/gsi1`));
  await expect(reader.send(new ListTablesCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a grant on the indexes does not cover the table', async () => {
  expect((await client('ASIAINDEX').send(query('a', 'gsi1'))).Items).toEqual([]);
  await expect(client('ASIAINDEX').send(query('a'))).rejects.toMatchObject(denied('Query', tableArn));
});

describe('a role that is limited to leading keys', () => {
  test('reaches its own items', async () => {
    const tenant = client('ASIATENANT');
    await tenant.send(put('tenant-1#order'));
    expect((await tenant.send(get('tenant-1#order'))).Item).toBeDefined();
    expect((await tenant.send(query('tenant-1#order'))).Items).toHaveLength(1);
    expect((await tenant.send(query('tenant-1#order', 'gsi1'))).Items).toEqual([]);
    const statement = `SELECT * FROM "${table}" WHERE pk = ?`;
    const selected = new ExecuteStatementCommand({ Statement: statement, Parameters: [{ S: 'tenant-1#order' }] });
    expect((await tenant.send(selected)).Items).toHaveLength(1);
  });

  test('does not reach others’ items', async () => {
    const tenant = client('ASIATENANT');
    await expect(tenant.send(put('tenant-2#order'))).rejects.toMatchObject(denied('PutItem', tableArn));
    await expect(tenant.send(get('tenant-2#order'))).rejects.toMatchObject(denied('GetItem', tableArn));
    await expect(tenant.send(query('tenant-2#order'))).rejects.toMatchObject(denied('Query', tableArn));
    await expect(tenant.send(new ScanCommand({ TableName: table }))).rejects.toMatchObject(denied('Scan', tableArn));
    const statement = `SELECT * FROM "${table}" WHERE pk = 'tenant-1#order' OR sk = 'x'`;
    await expect(tenant.send(new ExecuteStatementCommand({ Statement: statement }))).rejects.toMatchObject(
      denied('PartiQLSelect', tableArn),
    );
  });
});

test('a transaction needs the permission for each of its items, and is carried out whole or not at all', async () => {
  const check = {
    ConditionCheck: {
      TableName: table,
      Key: { pk: { S: 'absent' }, sk: { S: 'x' } },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
  const item = (pk: string) => ({ Put: { TableName: table, Item: { pk: { S: pk }, sk: { S: 'x' } } } });
  const remove = { Delete: { TableName: table, Key: { pk: { S: 'transacted' }, sk: { S: 'x' } } } };
  const writer = client('ASIAWRITER');
  await writer.send(new TransactWriteItemsCommand({ TransactItems: [check, item('transacted')] }));
  await expect(
    writer.send(new TransactWriteItemsCommand({ TransactItems: [item('refused'), remove] })),
  ).rejects.toMatchObject(denied('DeleteItem', tableArn));
  expect((await client('administrator').send(get('transacted'))).Item).toBeDefined();
  expect((await client('administrator').send(get('refused'))).Item).toBeUndefined();
});

test('a PartiQL batch answers for each statement, and a full table scan can be denied', async () => {
  const partiql = client('ASIAPARTIQL');
  const insert = (pk: string) => `INSERT INTO "${table}" VALUE {'pk': '${pk}', 'sk': 'x'}`;
  const result = await partiql.send(
    new BatchExecuteStatementCommand({
      Statements: [
        { Statement: insert('first') },
        { Statement: `DELETE FROM "${table}" WHERE pk = 'first' AND sk = 'x'` },
        { Statement: insert('second') },
      ],
    }),
  );
  expect(result.Responses?.map(({ Error: error }) => error?.Code)).toEqual([undefined, 'AccessDenied', undefined]);
  const select = (where: string) => new ExecuteStatementCommand({ Statement: `SELECT * FROM "${table}"${where}` });
  expect((await partiql.send(select(" WHERE pk IN ['first', 'second']"))).Items).toHaveLength(2);
  await expect(partiql.send(select(''))).rejects.toMatchObject({
    name: 'AccessDeniedException',
    message: expect.stringContaining('with an explicit deny in an identity-based policy'),
  });
});

/** DynamoDB Local, which has to run already. */
function dynamodbEndpoint(): string {
  const given = process.env.AWS_ENDPOINT_URL_DYNAMODB;
  if (!given) throw new Error('Set AWS_ENDPOINT_URL_DYNAMODB to the endpoint of a DynamoDB Local.');
  return given;
}

/** The least of a gateway: one service, whoever calls is told by the credential scope. */
async function serve(service: AwsService): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const [, accessKeyId = '', , scopeRegion = ''] =
        /Credential=([^/]*)\/([^/]*)\/([^/]*)\//.exec(request.headers.authorization ?? '') ?? [];
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const answer = await service({
        service: 'dynamodb',
        region: scopeRegion,
        accessKeyId,
        method: request.method ?? '',
        path: request.url ?? '',
        query: new URLSearchParams(),
        headers,
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
