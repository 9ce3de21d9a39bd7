import { AsyncResource } from 'node:async_hooks';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import type { MigrationFile, MigrationParameters } from '../../../bootstrap/migrator/migration';
import { declaredIndexes } from '../../../bootstrap/migrator/plan/declared-indexes';

const { signal } = new AbortController();

const file = (name: string, up: (context: MigrationParameters['context']) => Promise<unknown>): MigrationFile => ({
  name,
  path: `${name}.ts`,
  checksum: () => '',
  load: () => ({ up: ({ context }) => up(context) }),
});

const byMail = { indexName: 'by-mail', partitionKey: { name: 'mail', type: 'S' } } as const;
const byCity = { indexName: 'by-city', partitionKey: { name: 'city', type: 'S' }, projection: 'KEYS_ONLY' } as const;

const makesMail = file('1-mail', (context) => context.createIndex(byMail));
const makesCity = file('2-city', (context) => context.createIndex(byCity));
const dropsMail = file('3-drop', (context) => context.deleteIndex('by-mail'));

test('indexes are those that the applied migrations leave, each with the one that made it', async () => {
  const { applied, all, names, unclear } = await declaredIndexes([makesMail, makesCity], [dropsMail], signal);

  expect(Object.fromEntries(applied)).toEqual({
    'by-mail': { summary: 'mail (HASH, S), projection ALL', migration: '1-mail' },
    'by-city': { summary: 'city (HASH, S), projection KEYS_ONLY', migration: '2-city' },
  });
  expect([...all.keys()]).toEqual(['by-city']);
  expect([...names]).toEqual(['by-mail', 'by-city']);
  expect(unclear).toEqual([]);
});

test('an index that is made anew belongs to the migration that did it', async () => {
  const again = file('4-again', (context) => context.createIndex({ ...byMail, projection: 'KEYS_ONLY' }));

  const { applied } = await declaredIndexes([makesMail, dropsMail, again], [], signal);

  expect(applied.get('by-mail')?.migration).toBe('4-again');
});

test('nothing is read or written: the table is empty, and there is no other', async () => {
  const seen: unknown[] = [];
  const busy = file('1-busy', async ({ client, tableName, backfill, createIndex }) => {
    const Key = { pk: { S: 'a' }, sk: { S: 'b' } };
    seen.push((await client.send(new GetItemCommand({ TableName: tableName, Key }))).Item);
    seen.push((await client.send(new GetItemCommand({ TableName: 'another', Key }))).Item);
    seen.push((await client.send(new ScanCommand({ TableName: tableName }))).Count);
    await client.send(new PutItemCommand({ TableName: tableName, Item: Key }));
    seen.push((await backfill({ name: 'all', match: () => true, transform: (item: object) => item } as never)).matched);
    await createIndex(byMail);
  });

  const { applied, unclear } = await declaredIndexes([busy], [], signal);

  expect(unclear).toEqual([]);
  expect(seen).toEqual([undefined, undefined, 0, 0]);
  expect([...applied.keys()]).toEqual(['by-mail']);
});

test('an index that is made with the client itself counts', async () => {
  const byHand = file('1-client', ({ client, tableName }) =>
    client.send(
      new UpdateTableCommand({
        TableName: tableName,
        AttributeDefinitions: [{ AttributeName: 'mail', AttributeType: 'S' }],
        GlobalSecondaryIndexUpdates: [
          {
            Create: {
              IndexName: 'by-mail',
              KeySchema: [{ AttributeName: 'mail', KeyType: 'HASH' }],
              Projection: { ProjectionType: 'ALL' },
            },
          },
        ],
      }),
    ),
  );

  const { applied } = await declaredIndexes([byHand], [], signal);

  expect(applied.get('by-mail')?.summary).toBe('mail (HASH, S), projection ALL');
});

test('what a migration asks with clients of its own never leaves the process, and others are served meanwhile', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const own = () =>
    new DynamoDBClient({
      endpoint: url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
  let others: Promise<unknown> | undefined;
  // As another check of the same process, which has begun before.
  const askMeanwhile = AsyncResource.bind(() => {
    others = new Promise((resolve, reject) => {
      get(`${url}/outside`, { agent: false }, (response) => response.resume().once('end', resolve)).once(
        'error',
        reject,
      );
    });
  });
  const fetches = file('1-fetches', async () => {
    askMeanwhile();
    await fetch(`${url}/fetch`);
  });
  const writes = file('2-writes', async ({ tableName }) =>
    own().send(new DeleteItemCommand({ TableName: tableName, Key: { pk: { S: 'a' }, sk: { S: 'b' } } })),
  );

  const { unclear } = await declaredIndexes([fetches, writes], [], signal);
  await others;
  server.close();
  server.closeAllConnections();

  expect(unclear.map(({ migration }) => migration)).toEqual(['1-fetches', '2-writes']);
  expect(asked).toEqual(['/outside']);
});

test('a migration that cannot be followed is named with the reason, and the next ones are followed', async () => {
  const wants = file('1-wants', async () => {
    throw new Error('there is no company');
  });

  const { applied, unclear } = await declaredIndexes([wants, makesMail], [], signal);

  expect(unclear).toEqual([{ migration: '1-wants', reason: 'there is no company' }]);
  expect([...applied.keys()]).toEqual(['by-mail']);
});
