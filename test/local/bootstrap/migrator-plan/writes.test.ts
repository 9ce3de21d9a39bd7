import {
  BatchExecuteStatementCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  CreateBackupCommand,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  PutItemCommand,
  ScanCommand,
  TagResourceCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { PutItemCommand as ToolboxPut } from 'dynamodb-toolbox/entity/actions/put';
import type { Migration } from '../../../../bootstrap/migrator/migration';
import { planMigrations } from '../../../../bootstrap/migrator/plan/plan-migrations';
import { companyEntity } from '../../../../table/entities/company';
import { createTable } from '../../../../table/table';
import { only, type Planning, startPlanning, toMigrationFile, writesIn } from './planning';

let planning: Planning;
let TableName: string;

const keyOf = (name: string) => ({ pk: { S: name }, sk: { S: 'item' } });

beforeAll(async () => {
  planning = await startPlanning();
  TableName = planning.tableName;
  await planning.client.send(new PutItemCommand({ TableName, Item: { ...keyOf('there'), count: { N: '1' } } }));
});
afterAll(() => planning.remove());

/** Whatever a test planned: nothing but reads has arrived, and the table is as it was. */
afterEach(async () => {
  expect(planning.proxy.refused).toEqual([]);
  const { Items } = await planning.client.send(new ScanCommand({ TableName }));
  expect(Items).toEqual([{ ...keyOf('there'), count: { N: '1' } }]);
});

test('a put, an update and a deletion are listed with the item before and after', async () => {
  const planned = await planning.plan(async ({ context: { client } }) => {
    await client.send(new PutItemCommand({ TableName, Item: { ...keyOf('new'), tags: { SS: ['a', 'b'] } } }));
    await client.send(
      new UpdateItemCommand({
        TableName,
        Key: keyOf('there'),
        UpdateExpression: 'SET #n = :name ADD #c :one',
        ExpressionAttributeNames: { '#n': 'name', '#c': 'count' },
        ExpressionAttributeValues: { ':name': { S: 'Here' }, ':one': { N: '1' } },
      }),
    );
    await client.send(new DeleteItemCommand({ TableName, Key: keyOf('absent') }));
  });

  const { actions, writes, inexact, error } = only(planned);
  expect({ inexact, error }).toEqual({});
  expect(actions).toEqual([
    {
      kind: 'write',
      operation: 'PutItem',
      change: 'put',
      tableName: TableName,
      key: { pk: 'new', sk: 'item' },
      before: null,
      after: { pk: 'new', sk: 'item', tags: { SS: ['a', 'b'] } },
      summary: 'put pk = "new", sk = "item"',
    },
    {
      kind: 'write',
      operation: 'UpdateItem',
      change: 'update',
      tableName: TableName,
      key: { pk: 'there', sk: 'item' },
      before: { pk: 'there', sk: 'item', count: 1 },
      after: { pk: 'there', sk: 'item', count: 2, name: 'Here' },
      summary: 'update pk = "there", sk = "item": SET name = "Here" ADD count 1',
    },
    {
      kind: 'write',
      operation: 'DeleteItem',
      change: 'delete',
      tableName: TableName,
      key: { pk: 'absent', sk: 'item' },
      before: null,
      after: null,
      summary: 'delete pk = "absent", sk = "item"',
    },
  ]);
  expect(writes.map(({ operation, count }) => `${operation} ${count}`)).toEqual([
    'PutItem 1',
    'UpdateItem 1',
    'DeleteItem 1',
  ]);
});

test('the writes of a batch and of a transaction are listed one by one', async () => {
  const planned = await planning.plan(async ({ context: { client } }) => {
    const requests = [{ PutRequest: { Item: keyOf('new') } }, { DeleteRequest: { Key: keyOf('there') } }];
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
    expect(answer.UnprocessedItems).toEqual({});
    await client.send(
      new TransactWriteItemsCommand({
        TransactItems: [
          { Put: { TableName, Item: keyOf('newer') } },
          { Update: { TableName, Key: keyOf('newest'), UpdateExpression: 'REMOVE gone' } },
          { Delete: { TableName, Key: keyOf('absent') } },
          { ConditionCheck: { TableName, Key: keyOf('newer still'), ConditionExpression: 'attribute_not_exists(pk)' } },
        ],
      }),
    );
  });

  expect(writesIn(only(planned)).map(({ operation, summary }) => `${operation} ${summary}`)).toEqual([
    'BatchWriteItem put pk = "new", sk = "item"',
    'BatchWriteItem delete pk = "there", sk = "item"',
    'TransactWriteItems put pk = "newer", sk = "item"',
    'TransactWriteItems update pk = "newest", sk = "item": REMOVE gone',
    'TransactWriteItems delete pk = "absent", sk = "item"',
    'TransactWriteItems check pk = "newer still", sk = "item", if attribute_not_exists(pk)',
  ]);
  expect(only(planned).writes).toHaveLength(5);
});

test('PartiQL that writes is listed as it stands, PartiQL that reads is sent', async () => {
  const insert = { Statement: `INSERT INTO "${TableName}" VALUE {'pk': ?, 'sk': 'item'}`, Parameters: [{ S: 'new' }] };
  const planned = await planning.plan(async ({ context: { client } }) => {
    const { Items } = await client.send(new ExecuteStatementCommand({ Statement: `SELECT * FROM "${TableName}"` }));
    expect(Items).toHaveLength(1);
    await client.send(new ExecuteStatementCommand(insert));
    await client.send(new BatchExecuteStatementCommand({ Statements: [insert, insert] }));
    await client.send(new ExecuteTransactionCommand({ TransactStatements: [insert] }));
  });

  expect(writesIn(only(planned)).map(({ operation, summary }) => `${operation} ${summary}`)).toEqual([
    `ExecuteStatement ${insert.Statement} | "new"`,
    `BatchExecuteStatement ${insert.Statement} | "new"`,
    `BatchExecuteStatement ${insert.Statement} | "new"`,
    `ExecuteTransaction ${insert.Statement} | "new"`,
  ]);
});

test('control-plane changes are listed and not sent, known or not', async () => {
  const planned = await planning.plan(async ({ context: { client } }) => {
    const attribute = { AttributeName: 'id', AttributeType: 'S' } as const;
    const KeySchema = [{ AttributeName: 'id', KeyType: 'HASH' }] as const;
    await client.send(
      new CreateTableCommand({
        TableName: 'another',
        KeySchema: [...KeySchema],
        AttributeDefinitions: [attribute],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    await client.send(
      new UpdateTableCommand({
        TableName,
        AttributeDefinitions: [attribute],
        GlobalSecondaryIndexUpdates: [
          { Create: { IndexName: 'byId', KeySchema: [...KeySchema], Projection: { ProjectionType: 'KEYS_ONLY' } } },
        ],
      }),
    );
    await client.send(new DeleteTableCommand({ TableName: 'another' }));
    const TimeToLiveSpecification = { AttributeName: 'expires', Enabled: true };
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    await client.send(new TagResourceCommand({ ResourceArn: 'arn:aws:dynamodb:a:1:table/b', Tags: [] }));
    await client.send(new CreateBackupCommand({ TableName, BackupName: 'safe' }));
  });

  const { actions, inexact, error } = only(planned);
  expect(actions.map(({ operation, summary }) => `${operation}: ${summary}`)).toEqual([
    'CreateTable: create table another (id (HASH, S)); BillingMode "PAY_PER_REQUEST"',
    `UpdateTable: table ${TableName}: create index byId (id (HASH, S), projection KEYS_ONLY)`,
    'DeleteTable: delete table another',
    `UpdateTimeToLive: TableName "${TableName}"; TimeToLiveSpecification {"Enabled":true,"AttributeName":"expires"}`,
    'TagResource: ResourceArn "arn:aws:dynamodb:a:1:table/b"; Tags []',
    expect.stringMatching(/^CreateBackup: .*"safe"/),
  ]);
  expect(error).toBeUndefined();
  expect(inexact).toEqual({ fromAction: 6, reason: expect.stringContaining('CreateBackup') });
});

test('a document client over the client, and a client made of its configuration, write nothing either', async () => {
  const planned = await planning.plan(async ({ context: { client } }) => {
    const documentClient = DynamoDBDocumentClient.from(client);
    const { Item } = await documentClient.send(new GetCommand({ TableName, Key: { pk: 'there', sk: 'item' } }));
    expect(Item).toEqual({ pk: 'there', sk: 'item', count: 1 });
    await documentClient.send(new PutCommand({ TableName, Item: { pk: 'new', sk: 'item', bytes: Buffer.from('b') } }));
    const { Attributes } = await documentClient.send(
      new UpdateCommand({
        TableName,
        Key: { pk: 'there', sk: 'item' },
        UpdateExpression: 'SET nested = :nested',
        ExpressionAttributeValues: { ':nested': { list: [1, null] } },
        ReturnValues: 'ALL_NEW',
      }),
    );
    expect(Attributes).toEqual({ pk: 'there', sk: 'item', count: 1, nested: { list: [1, null] } });
    // As a document client does by itself where it is of another version than the client it is given.
    const configuration: object = { ...client.config, retryStrategy: undefined, extensions: undefined };
    const other = new DynamoDBClient(configuration as DynamoDBClientConfig);
    await other.send(new DeleteItemCommand({ TableName, Key: keyOf('there') }));
    other.destroy();
  });

  expect(only(planned)).not.toHaveProperty('inexact');
  expect(only(planned)).not.toHaveProperty('error');
  expect(writesIn(only(planned)).map(({ operation, after }) => [operation, after])).toEqual([
    ['PutItem', { pk: 'new', sk: 'item', bytes: { B: 'Yg==' } }],
    ['UpdateItem', { pk: 'there', sk: 'item', count: 1, nested: { list: [1, null] } }],
    ['DeleteItem', null],
  ]);
});

test('the client of the plan is closed without closing the one it is made of', async () => {
  await planning.plan(async ({ context: { client } }) => client.destroy());
  await expect(planning.reader.send(new ScanCommand({ TableName }))).resolves.toMatchObject({ Count: 1 });
});

test('a client that keeps its handlers is guarded like any other', async () => {
  const client = new DynamoDBClient({ endpoint: planning.proxy.endpoint, cacheMiddleware: true, maxAttempts: 1 });
  const write = new PutItemCommand({ TableName, Item: keyOf('new') });
  await expect(client.send(write)).rejects.toThrow('PutItem');
  expect(planning.proxy.refused.splice(0)).toEqual(['PutItem']);

  const up: Migration['up'] = ({ context }) => context.client.send(write);
  const migrations = [toMigrationFile(up)];
  const planned = await planMigrations({ client, tableName: TableName, migrations });

  expect(only(planned).writes).toMatchObject([{ operation: 'PutItem', count: 1 }]);
  client.destroy();
});

test('an entity of DynamoDB-Toolbox is put as its table would have it', async () => {
  const planned = await planning.plan(async ({ context: { client, tableName } }) => {
    const table = createTable(tableName, DynamoDBDocumentClient.from(client));
    await companyEntity(table)
      .build(ToolboxPut)
      .item({ name: 'Acme' })
      .options({ condition: { attr: 'name', exists: false } })
      .send();
  });

  expect(only(planned)).toMatchObject({
    actions: [
      {
        operation: 'PutItem',
        before: null,
        after: { pk: 'company#Acme', sk: 'company#', _et: 'Company', name: 'Acme' },
        summary: 'put pk = "company#Acme", sk = "company#", if attribute_not_exists(name)',
      },
    ],
  });
});

test('of many writes ten are shown and read, and all are counted', async () => {
  const before = planning.proxy.passed.length;
  const planned = await planning.plan(async ({ context: { client } }) => {
    for (let number = 0; number < 40; number++) {
      await client.send(new PutItemCommand({ TableName, Item: keyOf(`new ${number}`) }));
      await client.send(new DeleteItemCommand({ TableName, Key: keyOf(`old ${number}`) }));
    }
  });

  expect(only(planned).actions).toHaveLength(20);
  expect(only(planned).writes).toMatchObject([
    { operation: 'PutItem', count: 40 },
    { operation: 'DeleteItem', count: 40 },
  ]);
  expect(planning.proxy.passed.slice(before).filter((operation) => operation === 'GetItem')).toHaveLength(20);
});

test('a condition on an attribute that evidently does not hold is refused as DynamoDB would refuse it', async () => {
  const planned = await planning.plan(async ({ context: { client } }) => {
    const conditional = { TableName, Item: keyOf('there'), ConditionExpression: 'attribute_not_exists(pk)' };
    const put = new PutItemCommand({ ...conditional, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    const refusal: unknown = await client.send(put).catch((error) => error);
    expect(refusal).toBeInstanceOf(ConditionalCheckFailedException);
    expect(refusal).toMatchObject({ Item: { ...keyOf('there'), count: { N: '1' } } });
    const transaction = new TransactWriteItemsCommand({
      TransactItems: [{ Put: { TableName, Item: keyOf('new') } }, { Put: conditional }],
    });
    const cancelled: unknown = await client.send(transaction).catch((error) => error);
    expect(cancelled).toBeInstanceOf(TransactionCanceledException);
    expect(cancelled).toMatchObject({ CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }] });
  });

  const { actions, writes, error, inexact } = only(planned);
  expect({ writes, error, inexact }).toEqual({ writes: [] });
  expect(actions).toMatchObject([
    {
      refused: true,
      before: { count: 1 },
      summary: 'would be refused: put pk = "there", sk = "item", if attribute_not_exists(pk)',
    },
    { refused: true, before: null },
    { refused: true, before: { count: 1 } },
  ]);
});

test('any other condition is taken to hold, and shown', async () => {
  const planned = await planning.plan(({ context: { client } }) =>
    client.send(
      new DeleteItemCommand({
        TableName,
        Key: keyOf('there'),
        ConditionExpression: '#count > :limit',
        ExpressionAttributeNames: { '#count': 'count' },
        ExpressionAttributeValues: { ':limit': { N: '5' } },
      }),
    ),
  );

  expect(only(planned)).toMatchObject({
    actions: [{ after: null, summary: 'delete pk = "there", sk = "item", if count > 5' }],
    writes: [{ count: 1 }],
  });
});

test('an update that is not understood is shown by its expression, without an item after', async () => {
  const planned = await planning.plan(({ context: { client } }) =>
    client.send(
      new UpdateItemCommand({
        TableName,
        Key: keyOf('there'),
        UpdateExpression: 'SET address.city = :city',
        ExpressionAttributeValues: { ':city': { S: 'Bonn' } },
      }),
    ),
  );

  const [action] = writesIn(only(planned));
  expect(action).toMatchObject({ before: { count: 1 }, summary: expect.stringContaining('SET address.city = "Bonn"') });
  expect(action).not.toHaveProperty('after');
});
