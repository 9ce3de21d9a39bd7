import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamodbLocal } from '../../../local/dynamodb/dynamodb-local';
import { startDynamodbLocal } from '../../../local/dynamodb/start';
import { isRunning, stopDynamodbLocal } from '../../../local/dynamodb/stop';

jest.setTimeout(120_000);

/** The way of starting it that this project of Jest is for. */
declare const LOCAL_DYNAMODB: 'docker' | 'java';

const started: DynamodbLocal[] = [];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'groundwork-dynamodb-'));
});

afterEach(async () => {
  await Promise.all(started.splice(0).map(stopDynamodbLocal));
  rmSync(folder, { recursive: true, force: true });
});

async function start(options: Partial<Parameters<typeof startDynamodbLocal>[0]>): Promise<DynamodbLocal> {
  const running = await startDynamodbLocal({ detached: true, ...options });
  started.push(running);
  return running;
}

describe.each([LOCAL_DYNAMODB])('DynamoDB Local by %s', (kind) => {
  test('answers, on loopback only, and is gone when it was stopped', async () => {
    const onStarted = jest.fn();
    const running = await start({ kind, onStarted });

    expect(running).toMatchObject({ kind, listensOn: 'loopback', endpoint: `http://127.0.0.1:${running.port}` });
    expect(onStarted.mock.calls).toEqual([[running]]);
    expect(await isRunning(running)).toBe(true);
    for (const address of otherAddresses()) {
      expect(await accepts(address, running.port)).toBe(false);
    }

    await stopDynamodbLocal(running);

    expect(await isRunning(running)).toBe(false);
  });

  test('keeps its data over a restart in the folder that is named', async () => {
    const dataDirectory = join(folder, 'kept', 'data');
    const first = await start({ kind, dataDirectory });
    await writeItem(first.endpoint);
    await stopDynamodbLocal(first);

    const second = await start({ kind, dataDirectory });

    expect(await readItem(second.endpoint)).toEqual({ pk: { S: 'a' }, value: { N: '1' } });
    expect(readdirSync(dataDirectory)).toContain('shared-local-instance.db');
  });

  test('takes another port where the preferred one is in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    const running = await start({ kind, port });

    other.close();
    expect(running.port).not.toBe(port);
    expect(await isRunning(running)).toBe(true);
  });

  test('takes the preferred port where it is free', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    other.close();
    await once(other, 'close');

    expect((await start({ kind, port })).port).toBe(port);
  });

  test('can be stopped again when it is gone already', async () => {
    const running = await start({ kind });
    await stopDynamodbLocal(running);

    await expect(stopDynamodbLocal(running)).resolves.toBeUndefined();
  });
});

test('two started at the same time for one port both run, each on its own', async () => {
  const { port } = await freeServer();
  const both = await Promise.all([start({ kind: 'java', port }), start({ kind: 'java', port })]);

  expect(new Set(both.map((running) => running.port)).size).toBe(2);
  expect(await Promise.all(both.map(isRunning))).toEqual([true, true]);
});

test('what Java prints is appended to the log file', async () => {
  const logFile = join(folder, 'logs', 'dynamodb.log');

  await start({ kind: 'java', logFile });

  expect(existsSync(logFile)).toBe(true);
});

test('a data folder that cannot be made is told by its path', async () => {
  const dataDirectory = join(folder, 'file');
  writeFileSync(dataDirectory, '');

  await expect(start({ dataDirectory })).rejects.toMatchObject({
    code: 'unusable-data-directory',
    message: expect.stringContaining(dataDirectory),
  });
});

test('a start that fails tells the end of the log', async () => {
  const environment = { ...process.env };
  const command = join(folder, 'bin', 'java');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(
    command,
    '#!/bin/sh\ncase "$1" in -version) java -version ;; *) echo "out of memory"; exit 3 ;; esac\n',
  );
  chmodSync(command, 0o755);
  process.env.JAVA_HOME = folder;

  const failed = start({ kind: 'java' });

  await expect(failed).rejects.toMatchObject({
    code: 'dynamodb-local-failed',
    message: 'DynamoDB Local could not be started with Java: it ended with exit status 3.\nout of memory',
  });
  process.env = environment;
});

async function freeServer(): Promise<{ port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return { port };
}

function otherAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === 'IPv4')
    .map(({ address }) => address);
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('error', () => resolve(false));
  });
}

const TABLE = 'kept';

function client(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
}

async function writeItem(endpoint: string): Promise<void> {
  const dynamodb = client(endpoint);
  await dynamodb.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    }),
  );
  await dynamodb.send(new PutItemCommand({ TableName: TABLE, Item: { pk: { S: 'a' }, value: { N: '1' } } }));
  dynamodb.destroy();
}

async function readItem(endpoint: string) {
  const dynamodb = client(endpoint);
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: TABLE, Key: { pk: { S: 'a' } } }));
  dynamodb.destroy();
  return Item;
}
