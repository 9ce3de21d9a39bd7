import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { endChildren } from '../../support/child';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy';
import { createGate } from '../../support/gate';
import { startCommand } from './support/processes';

const PROCESSES = 20;
const NAMES = ['20260101000001-one', '20260101000002-two', '20260101000003-three'];

let folder: string;
let proxy: FaultProxy;
const client = new DynamoDBClient();
const name = `test-${randomUUID()}`;

jest.setTimeout(120_000);

beforeEach(async () => {
  proxy = await startFaultProxy();
  folder = mkdtempSync(path.join(tmpdir(), 'groundwork-migrations-'));
  for (const migration of NAMES) writeFileSync(path.join(folder, `${migration}.ts`), countingMigration(migration));
});

afterEach(async () => {
  await endChildren();
  await proxy.close();
  rmSync(folder, { recursive: true });
  await client.send(new DeleteTableCommand({ TableName: name }));
  client.destroy();
});

/** Counts how often its body runs. It stands outside the repository, so it names the helper by its path. */
const countingMigration = (migration: string): string => `
  const { count } = require(${JSON.stringify(path.join(__dirname, 'support', 'items.ts'))});
  export default { up: ({ context }) => count(context.client, context.tableName, '${migration}') };
`;

/** Holds each process's first request back until all of them have sent theirs. */
function startTogether(): void {
  const all = createGate();
  let arrived = 0;
  proxy.handle(async (_request, forward) => {
    arrived += 1;
    if (arrived === PROCESSES) all.open();
    await all.opened;
    return forward();
  });
}

test('of twenty processes that bootstrap no table at once, one creates it, and each migration runs once', async () => {
  startTogether();
  const children = Array.from({ length: PROCESSES }, () =>
    startCommand({ name, proxy }, 'bootstrap', '--json', '--wait', '5m', '--migrations', folder),
  );
  const ended = await Promise.all(children.map((child) => child.ended));
  expect(ended.map(({ code, stderr }) => ({ code, stderr: code === 0 ? '' : stderr }))).toEqual(
    children.map(() => ({ code: 0, stderr: '' })),
  );

  const results = ended.map(({ stdout }) => JSON.parse(stdout) as { tableCreated: boolean; applied: string[] });
  expect(results.filter(({ tableCreated }) => tableCreated)).toHaveLength(1);
  expect(results.flatMap(({ applied }) => applied)).toEqual(NAMES);
  for (const migration of NAMES) {
    const Key = { pk: { S: migration }, sk: { S: migration } };
    const { Item } = await client.send(new GetItemCommand({ TableName: name, Key, ConsistentRead: true }));
    expect(Item?.count).toEqual({ N: '1' });
  }
});
