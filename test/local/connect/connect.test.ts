import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from 'dynamodb-toolbox/entity/actions/put';
import { deployments } from '../../../deployments';
import { connect, connectTable, getTableName } from '../../../table/connect';
import { companyEntity } from '../../../table/entities/company';
import { type MigrationsFolder, migrationsFolder } from '../bootstrap/support';
import { newTableName, removeTables, watchCalls } from './support';

const environment = { ...process.env };

let folder: MigrationsFolder;

beforeEach(() => {
  folder = migrationsFolder();
  folder.write({ '20260101000000-a': 'export default { up: async ({ context }) => say(context.tableName) };' });
  process.env.DEPLOYMENT = 'local';
  process.env.MIGRATIONS_DIR = folder.directory;
});

afterEach(async () => {
  process.env = { ...environment };
  jest.restoreAllMocks();
  folder.remove();
  await removeTables();
});

const firstCompany = (TableName: string) =>
  new GetItemCommand({ TableName, Key: { pk: { S: 'company#Groundwork' }, sk: { S: 'company#' } } });

test('on local a table that is missing is created, and migrated with the migrations of the repository', async () => {
  const tableName = newTableName();
  delete process.env.MIGRATIONS_DIR;

  const client = await connect({ tableName });

  const { Item } = await client.send(firstCompany(tableName));
  expect(Item?.name).toEqual({ S: 'Groundwork' });
});

test('callers that come while the first is still connecting share its promise and its one CreateTable', async () => {
  const tableName = newTableName();
  const calls = watchCalls();

  const connections = [connect({ tableName }), connect({ tableName }), connect({ tableName })];

  expect(new Set(connections).size).toBe(1);
  const clients = await Promise.all(connections);
  expect(new Set(clients).size).toBe(1);
  expect(calls.filter((call) => call.startsWith('CreateTable'))).toEqual([`CreateTable ${tableName}`]);
  expect(folder.said).toEqual([tableName]);
});

test('later callers get the same client, for no call at all', async () => {
  const tableName = newTableName();
  const first = await connect({ tableName });
  const calls = watchCalls();

  await expect(connect({ tableName })).resolves.toBe(first);

  expect(calls).toEqual([]);
});

test('an existing table costs one read each of its settings, its ledger and its time to live', async () => {
  const tableName = newTableName();
  await connect({ tableName });
  process.env.AWS_PROFILE = 'another-process';
  const calls = watchCalls();

  await connect({ tableName });

  expect(calls).toEqual([`DescribeTable ${tableName}`, `Query ${tableName}`, `DescribeTimeToLive ${tableName}`]);
});

test('several tables in one process are each created and migrated', async () => {
  const names = [newTableName(), newTableName(), newTableName()];

  const clients = await Promise.all(names.map((tableName) => connect({ tableName })));

  expect(new Set(clients).size).toBe(3);
  expect(folder.said.toSorted()).toEqual(names.toSorted());
});

test('a failure is shared by those who wait for it, and forgotten', async () => {
  const tableName = newTableName();
  process.env.MIGRATIONS_DIR = 'nowhere';
  const [first, second] = [connect({ tableName }), connect({ tableName })];

  await expect(first).rejects.toMatchObject({ code: 'no-migrations-directory' });
  expect(second).toBe(first);

  process.env.MIGRATIONS_DIR = folder.directory;
  await expect(connect({ tableName })).resolves.toBeInstanceOf(DynamoDBClient);
});

test('a client that could not connect is ended', async () => {
  const destroy = jest.spyOn(DynamoDBClient.prototype, 'destroy');
  process.env.MIGRATIONS_DIR = 'nowhere';

  await expect(connect({ tableName: newTableName() })).rejects.toThrow();

  expect(destroy).toHaveBeenCalledTimes(1);
});

describe('another table is one', () => {
  test('of another name', async () => {
    const [one, other] = await Promise.all([
      connect({ tableName: newTableName() }),
      connect({ tableName: newTableName() }),
    ]);

    expect(other).not.toBe(one);
  });

  test('at another endpoint', async () => {
    const tableName = newTableName();
    const one = await connect({ tableName });
    process.env.AWS_ENDPOINT_URL_DYNAMODB = 'http://127.0.0.1:9';

    await expect(connect({ tableName })).rejects.toThrow('ECONNREFUSED 127.0.0.1:9');

    process.env = { ...environment, DEPLOYMENT: 'local' };
    await expect(connect({ tableName })).resolves.toBe(one);
  });

  test.each(['AWS_PROFILE', 'AWS_ACCESS_KEY_ID'])('of other credentials, by %s', async (variable) => {
    const tableName = newTableName();
    const one = await connect({ tableName });
    process.env[variable] = 'another';

    await expect(connect({ tableName })).resolves.not.toBe(one);
  });

  test('in another region', async () => {
    const tableName = newTableName();
    const one = await connect({ tableName });
    jest.replaceProperty(deployments.local, 'region', 'us-east-1');

    const other = await connect({ tableName });

    expect(other).not.toBe(one);
    await expect(other.config.region()).resolves.toBe('us-east-1');
  });
});

test('the name of the table is that in TABLE_NAME, else that of the deployment', async () => {
  const tableName = newTableName();
  expect(getTableName()).toBe('groundwork-local');
  process.env.TABLE_NAME = tableName;

  expect(getTableName()).toBe(tableName);
  await expect(connect()).resolves.toBe(await connect({ tableName }));
});

test('later callers of connectTable() get the same table, for which the entities are made once', async () => {
  const tableName = newTableName();
  const table = await connectTable({ tableName });

  await expect(connectTable({ tableName })).resolves.toBe(table);
  expect(await connectTable({ tableName: newTableName() })).not.toBe(table);
});

test('connectTable() lays the model over the table that connect() has prepared', async () => {
  const tableName = newTableName();

  const table = await connectTable({ tableName });

  expect(table.getName()).toBe(tableName);
  expect(folder.said).toEqual([tableName]);
  await companyEntity(table).build(PutItemCommand).item({ name: 'Groundwork' }).send();
  const { Item } = await (await connect({ tableName })).send(firstCompany(tableName));
  expect(Item?.name).toEqual({ S: 'Groundwork' });
});

describe('for a deployment in an account', () => {
  // The SDK finds DynamoDB Local in AWS_ENDPOINT_URL_DYNAMODB for it too.
  beforeEach(() => {
    process.env.DEPLOYMENT = 'staging';
  });

  test('a table is only looked at, with one GetItem', async () => {
    const tableName = newTableName();
    process.env.DEPLOYMENT = 'local';
    await connect({ tableName });
    process.env.DEPLOYMENT = 'staging';
    process.env.AWS_ACCESS_KEY_ID = 'staging';
    const calls = watchCalls();

    await connect({ tableName });

    expect(calls).toEqual([`GetItem ${tableName}`]);
  });

  test('a table that is missing is not made', async () => {
    const tableName = newTableName();
    const calls = watchCalls();

    await expect(connect({ tableName })).rejects.toMatchObject({ code: 'table-missing' });

    expect(calls).toEqual([`GetItem ${tableName}`]);
  });
});
