import {
  BatchGetItemCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { createIndex } from '../../../../bootstrap/migrator/steps/create-index';
import { deleteIndex } from '../../../../bootstrap/migrator/steps/delete-index';
import type { IndexDefinition } from '../../../../bootstrap/migrator/steps/index-definition';
import { only, type Planning, startPlanning, writesIn } from './planning';

let planning: Planning;
let TableName: string;

const keyOf = (name: string) => ({ pk: { S: name }, sk: { S: 'item' } });
const put = (name: string) => new PutItemCommand({ TableName, Item: keyOf(name) });
const get = (name: string) => new GetItemCommand({ TableName, Key: keyOf(name) });
const scan = () => new ScanCommand({ TableName });
const byName: IndexDefinition = { indexName: 'byName', partitionKey: { name: 'name', type: 'S' } };
const queryByName = () =>
  new QueryCommand({
    TableName,
    IndexName: 'byName',
    KeyConditionExpression: '#name = :name',
    ExpressionAttributeNames: { '#name': 'name' },
    ExpressionAttributeValues: { ':name': { S: 'a' } },
  });

beforeAll(async () => {
  planning = await startPlanning();
  TableName = planning.tableName;
  await planning.client.send(put('there'));
});
afterAll(() => planning.remove());
afterEach(() => expect(planning.proxy.refused).toEqual([]));

test('what is read before anything is written is exact, and so are reads of other items by key', async () => {
  const planned = await planning.plan(async ({ context: { client } }) => {
    expect((await client.send(scan())).Count).toBe(1);
    await client.send(put('new'));
    expect((await client.send(get('there'))).Item).toEqual(keyOf('there'));
    const { Responses } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [keyOf('there')] } } }),
    );
    expect(Responses).toEqual({ [TableName]: [keyOf('there')] });
  });

  expect(only(planned)).toMatchObject({ actions: [{ operation: 'PutItem' }] });
  expect(only(planned)).not.toHaveProperty('inexact');
  expect(only(planned)).not.toHaveProperty('error');
});

describe('from a read of what was to be written on, the plan is not exact', () => {
  const reads: [string, (client: DynamoDBClient) => Promise<unknown>][] = [
    ['Scan', (client) => client.send(scan())],
    [
      'Query',
      (client) =>
        client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: 'pk = :pk',
            ExpressionAttributeValues: { ':pk': { S: 'there' } },
          }),
        ),
    ],
    ['GetItem', (client) => client.send(get('new'))],
    [
      'BatchGetItem',
      (client) =>
        client.send(
          new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [keyOf('there'), keyOf('new')] } } }),
        ),
    ],
    [
      'TransactGetItems',
      (client) =>
        client.send(new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key: keyOf('new') } }] })),
    ],
    [
      'ExecuteStatement',
      (client) => client.send(new ExecuteStatementCommand({ Statement: `SELECT * FROM "${TableName}"` })),
    ],
  ];

  test.each(reads)('%s', async (operation, read) => {
    const planned = await planning.plan(async ({ context: { client } }) => {
      await client.send(put('new'));
      await read(client);
      await client.send(new DeleteItemCommand({ TableName, Key: keyOf('there') }));
    });

    const { actions, inexact } = only(planned);
    expect(actions).toHaveLength(2);
    expect(inexact).toEqual({ fromAction: 1, reason: expect.stringMatching(`^${operation} reads .*${TableName}`) });
  });
});

test('migrations after one that is not exact are not exact from their beginning', async () => {
  const planned = await planning.plan(
    ({ context: { client } }) => client.send(put('new')),
    ({ context: { client } }) => client.send(scan()),
    ({ context: { client } }) => client.send(put('newer')),
  );

  expect(planned.map(({ inexact }) => inexact)).toEqual([
    undefined,
    { fromAction: 0, reason: expect.stringContaining('Scan') },
    { fromAction: 0, reason: expect.stringContaining('migration second') },
  ]);
  expect(planned[2]?.actions).toMatchObject([{ key: { pk: 'newer' } }]);
});

test('a write of an item that was to be written goes on from what would have been written', async () => {
  const update = () =>
    new UpdateItemCommand({
      TableName,
      Key: keyOf('there'),
      UpdateExpression: 'ADD visits :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });
  const planned = await planning.plan(
    async ({ context: { client } }) => {
      await client.send(update());
      await client.send(update());
    },
    ({ context: { client } }) => client.send(update()),
  );

  expect(planned.flatMap(writesIn).map(({ before, after }) => [before?.visits, after?.visits])).toEqual([
    [undefined, 1],
    [1, 2],
    [2, 3],
  ]);
  expect(planned.some(({ inexact }) => inexact)).toBe(false);
});

test('a read through an index that would only be created finds nothing, and the plan says so', async () => {
  const planned = await planning.plan(async ({ context: { client, createIndex } }) => {
    await createIndex(byName);
    expect(await client.send(queryByName())).toMatchObject({ Items: [], Count: 0 });
    await client.send(put('new'));
  });

  expect(only(planned)).toMatchObject({
    actions: [
      { operation: 'UpdateTable', summary: 'create index byName (name (HASH, S), projection ALL)' },
      { operation: 'PutItem' },
    ],
    inexact: { fromAction: 1, reason: expect.stringContaining('index byName') },
  });
});

test('what a body throws where the plan is not exact is in doubt, too', async () => {
  const planned = await planning.plan(async ({ context: { client, createIndex } }) => {
    await createIndex(byName);
    const { Count } = await client.send(queryByName());
    if (Count === 0) throw new Error('nobody is called a');
  });

  expect(only(planned)).not.toHaveProperty('error');
  expect(only(planned).inexact).toMatchObject({
    reason: expect.stringMatching(/^Query reads index byName of .* would only be created$/),
    error: 'nobody is called a',
  });
});

test('what a body throws while the plan is exact is its error, and what comes after is in doubt', async () => {
  const planned = await planning.plan(
    async ({ context: { client } }) => {
      await client.send(put('new'));
      throw new Error('I give up');
    },
    ({ context: { client } }) => client.send(put('newer')),
  );

  expect(planned).toMatchObject([
    { actions: [{ operation: 'PutItem' }], error: 'I give up' },
    { actions: [{ operation: 'PutItem' }], inexact: { fromAction: 0, reason: expect.stringContaining('first') } },
  ]);
  expect(planned[0]).not.toHaveProperty('inexact');
});

test('an index that does not exist, and would not, is an error as in a run', async () => {
  const planned = await planning.plan(({ context: { client } }) => client.send(queryByName()));
  expect(only(planned).error).toMatch(/index/i);
  expect(only(planned)).not.toHaveProperty('inexact');
});

test('an index that would be deleted can be read no more', async () => {
  await createIndex({ client: planning.client, tableName: TableName }, byName);
  const planned = await planning.plan(
    ({ context }) => context.createIndex(byName),
    async ({ context: { client, deleteIndex } }) => {
      await deleteIndex('byName');
      await deleteIndex('byName');
      await client.send(queryByName());
    },
  );
  await deleteIndex({ client: planning.client, tableName: TableName }, 'byName');

  expect(planned.map(({ actions }) => actions.map(({ summary }) => summary))).toEqual([
    ['index byName is there already: nothing to do'],
    ['delete index byName', 'index byName is not there: nothing to do'],
  ]);
  expect(planned[1]?.error).toMatch(/does not have the specified index: byName/);
});

test('an index of the same name with another definition is an error', async () => {
  const planned = await planning.plan(
    ({ context }) => context.createIndex(byName),
    ({ context }) => context.createIndex({ ...byName, projection: 'KEYS_ONLY' }),
  );
  expect(planned[1]?.error).toMatch(/byName with .*projection ALL; .*projection KEYS_ONLY/);
});

test('a table that would be created is described as it would be, and is empty', async () => {
  const other = { TableName: `${TableName}-other` };
  const planned = await planning.plan(async ({ context: { client } }) => {
    await client.send(
      new CreateTableCommand({
        ...other,
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await waitUntilTableExists({ client, maxWaitTime: 25 }, other);
    expect((await client.send(new ScanCommand(other))).Count).toBe(0);
    await client.send(new PutItemCommand({ ...other, Item: { id: { S: 'a' } } }));
  });

  expect(only(planned)).not.toHaveProperty('inexact');
  expect(only(planned)).not.toHaveProperty('error');
  expect(only(planned).actions).toMatchObject([{ operation: 'CreateTable' }, { key: { id: 'a' }, before: null }]);
});

test('a description shows an index that would be created, and is in doubt where it can not show a change', async () => {
  const planned = await planning.plan(async ({ context }) => {
    await context.createIndex(byName);
    const { Table } = await context.client.send(new DescribeTableCommand({ TableName }));
    expect(Table?.CreationDateTime).toBeInstanceOf(Date);
    expect(Table?.GlobalSecondaryIndexes).toMatchObject([{ IndexName: 'byName', IndexStatus: 'ACTIVE' }]);
    await context.client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: true }));
    await context.client.send(new DescribeTableCommand({ TableName }));
  });

  expect(only(planned)).not.toHaveProperty('error');
  expect(only(planned).inexact).toEqual({ fromAction: 2, reason: expect.stringContaining('DescribeTable') });
});

test('settings are recorded, and what asks for them afterwards is in doubt', async () => {
  const planned = await planning.plan(async ({ context }) => {
    const { settings } = context as typeof context & { settings(changes: object): Promise<void> };
    await settings({ timeToLive: 'expires', billing: 'on-demand' });
    await context.client.send(new DescribeTimeToLiveCommand({ TableName }));
  });

  expect(only(planned)).toMatchObject({
    actions: [{ kind: 'control-plane', summary: 'settings: timeToLive "expires"; billing "on-demand"' }],
    inexact: { fromAction: 1 },
  });
});

test('a body that waits for its own writes is ended', async () => {
  const planned = await planning.plan(async ({ context: { client } }) => {
    for (;;) {
      const { Items = [] } = await client.send(scan());
      if (Items.length === 0) return;
      for (const Key of Items) await client.send(new DeleteItemCommand({ TableName, Key }));
    }
  });

  expect(only(planned).inexact).toEqual({
    fromAction: 1,
    reason: expect.stringMatching(/^Scan reads /),
    error: expect.stringMatching(/^Scan was repeated .* it seems to wait for a change, and a plan makes none/),
  });
});

test('values that only DynamoDB can tell make the plan inexact', async () => {
  const planned = await planning.plan(({ context: { client } }) =>
    client.send(
      new UpdateItemCommand({
        TableName,
        Key: keyOf('there'),
        UpdateExpression: 'SET address.city = :city',
        ExpressionAttributeValues: { ':city': { S: 'Bonn' } },
        ReturnValues: 'ALL_NEW',
      }),
    ),
  );
  expect(only(planned).inexact).toMatchObject({ fromAction: 1, reason: expect.stringContaining('UpdateItem') });
});
