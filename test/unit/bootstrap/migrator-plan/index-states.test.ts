import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Migration } from '../../../../bootstrap/migrator/migration';
import { planMigrations } from '../../../../bootstrap/migrator/plan/plan-migrations';

/** DynamoDB in a state that DynamoDB Local is in for moments only: an index takes its time to be built, or deleted. */
let server: Server;
let client: DynamoDBClient;
let indexStatus: 'CREATING' | 'DELETING' | 'ACTIVE';
let refusal: string;

beforeEach(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const isDescription = request.headers['x-amz-target'] === 'DynamoDB_20120810.DescribeTable';
      const exception = { __type: 'com.amazon.coral.validate#ValidationException', message: refusal };
      response.writeHead(isDescription ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(isDescription ? { Table: description() } : exception));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});
afterEach(async () => {
  client.destroy();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const description = () => ({
  TableName: 'music',
  TableStatus: 'ACTIVE',
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  AttributeDefinitions: ['pk', 'name'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byName',
      IndexStatus: indexStatus,
      KeySchema: [{ AttributeName: 'name', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
});

const definition = { indexName: 'byName', partitionKey: { name: 'name', type: 'S' } } as const;
const query = new QueryCommand({ TableName: 'music', IndexName: 'byName', KeyConditionExpression: 'pk = x' });

async function plan(up: Migration['up']) {
  const migrations = [{ name: 'first', path: 'first.ts', checksum: () => 'first', load: () => ({ up }) }];
  const [planned] = await planMigrations({ client, tableName: 'music', migrations });
  return planned;
}

test.each([
  ['CREATING', 'index byName is there already: would wait until it is ACTIVE'],
  ['DELETING', 'create index byName (name (HASH, S), projection ALL)'],
  ['ACTIVE', 'index byName is there already: nothing to do'],
] as const)('an index that is to be created and is %s', async (status, summary) => {
  indexStatus = status;
  expect(await plan(({ context }) => context.createIndex(definition))).toMatchObject({ actions: [{ summary }] });
});

test.each([
  ['CREATING', 'delete index byName'],
  ['DELETING', 'index byName is being deleted already: would wait until it is gone'],
] as const)('an index that is to be deleted and is %s', async (status, summary) => {
  indexStatus = status;
  expect(await plan(({ context }) => context.deleteIndex('byName'))).toMatchObject({ actions: [{ summary }] });
});

test('an index that is still being built finds nothing, and the plan says so', async () => {
  indexStatus = 'CREATING';
  refusal = 'Cannot read from backfilling global secondary index: byName';
  const planned = await plan(async ({ context }) => {
    expect(await context.client.send(query)).toMatchObject({ Items: [] });
  });
  expect(planned).not.toHaveProperty('error');
  expect(planned?.inexact).toEqual({ fromAction: 0, reason: 'Query reads index byName, which is still being built' });
});

test('a query that is not valid is an error, as in a run', async () => {
  indexStatus = 'ACTIVE';
  refusal = 'Query condition missed key schema element';
  const planned = await plan(({ context }) => context.client.send(query));
  expect(planned?.error).toBe(refusal);
  expect(planned).not.toHaveProperty('inexact');
});
