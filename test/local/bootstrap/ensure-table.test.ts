import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { ensureTable } from '../../../bootstrap/create-table';
import { type CountingClient, countingClient, newTableName, removeTable } from './support';

let tableName: string;
let counting: CountingClient;

beforeEach(() => {
  tableName = newTableName();
  counting = countingClient();
});

afterEach(() => removeTable(counting.client, tableName));

const ensure = ({ client } = counting) => ensureTable(client, { name: tableName, settings: {} });

test('a table that is missing is created and ACTIVE, with pk and sk, paid by request', async () => {
  await expect(ensure()).resolves.toMatchObject({ created: true });

  const { Table } = await counting.client.send(new DescribeTableCommand({ TableName: tableName }));
  expect(Table).toMatchObject({
    TableStatus: 'ACTIVE',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
  });
});

test('a table that is there costs one DescribeTable', async () => {
  await ensure();
  counting.calls.length = 0;

  await expect(ensure()).resolves.toMatchObject({ created: false });

  expect(counting.calls).toEqual(['DescribeTable']);
});

test('of several that ensure it at once in one process, one creates it and all have it', async () => {
  const others = [countingClient(), countingClient(), countingClient()];

  const ensured = await Promise.all([counting, ...others].map(ensure));

  expect(ensured.filter(({ created }) => created)).toHaveLength(1);
  expect(ensured.map(({ description }) => description.TableStatus)).toEqual(Array(4).fill('ACTIVE'));
  for (const { client } of others) client.destroy();
});

test('of several processes that ensure it at once, one creates it and all have it', async () => {
  const processes = await Promise.all([startProcess(tableName), startProcess(tableName)]);

  const ensured = await Promise.all(processes.map(({ ensure: begin }) => begin()));

  expect(ensured.map(({ created }) => created).sort()).toEqual([false, true]);
  expect(ensured.map(({ status }) => status)).toEqual(['ACTIVE', 'ACTIVE']);
});

test('a table with another key schema is refused, and left as it is', async () => {
  const { client } = counting;
  await client.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'N' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );

  await expect(ensure()).rejects.toMatchObject({
    name: 'BootstrapError',
    code: 'other-key-schema',
    message:
      `Table ${tableName} has the keys id (HASH, N); Groundwork needs pk (HASH, S) and sk (RANGE, S). ` +
      'A key schema cannot be changed: name another table in deployments.ts, or in TABLE_NAME.',
  });
});

interface Ensured {
  created: boolean;
  status: string;
}

/** A process that is ready, and ensures the table when it is told to. */
async function startProcess(name: string): Promise<{ ensure(): Promise<Ensured> }> {
  const program = `
    const { DynamoDBClient } = require('@aws-sdk/client-dynamodb');
    const { ensureTable } = require(${JSON.stringify(path.resolve(__dirname, '../../../bootstrap/create-table.ts'))});
    const client = new DynamoDBClient();
    console.log('ready');
    process.stdin.once('data', async () => {
      const { created, description } = await ensureTable(client, { name: ${JSON.stringify(name)}, settings: {} });
      console.log(JSON.stringify({ created, status: description.TableStatus }));
      process.stdin.destroy();
    });`;
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', '--eval', program], {
    env: { ...process.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  await nextLine(lines, child);
  return {
    ensure: async () => {
      const line = nextLine(lines, child);
      child.stdin.write('go\n');
      return JSON.parse(await line) as Ensured;
    },
  };
}

async function nextLine(lines: ReturnType<typeof createInterface>, child: ChildProcess): Promise<string> {
  const ended = once(child, 'exit').then(([status]) => [`{"created":false,"status":"ended with ${status}"}`]);
  const [line] = await Promise.race([once(lines, 'line'), ended]);
  return String(line);
}
