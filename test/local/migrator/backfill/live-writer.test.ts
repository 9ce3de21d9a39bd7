import { setTimeout as delay } from 'node:timers/promises';
import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { BackfillOptions } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { type Child, startChild } from '../../../support/child';
import { closeAll, createProxiedTable } from '../support/surroundings';
import { fill, keyAt, runBackfill, sdkKeyAt } from './support/backfills';
import type { LiveWrite, LiveWriterOptions } from './support/live-writer';

const ITEMS = 2_000;

// The writer and the backfill press as hard as they can: on two busy cores the transactions alone take a minute.
jest.setTimeout(240_000);
afterEach(closeAll);

async function startLiveWriter(options: LiveWriterOptions): Promise<Child> {
  const child = startChild('test/local/migrator/backfill/support/live-writer.ts', [JSON.stringify(options)]);
  await child.says(({ writing }) => writing === true);
  return child;
}

/** What it has written, and was acknowledged. */
async function endLiveWriter(writer: Child): Promise<LiveWrite[]> {
  writer.kill('SIGTERM');
  const { log } = await writer.says((said) => Array.isArray(said.log));
  return log as LiveWrite[];
}

test.each<[string, BackfillOptions]>([
  ['statements', { transform: (item) => ({ ...item, count: Number(item.position) + 1 }) }],
  ['transactions', { exactlyOnce: true, transform: (item) => ({ ...item, count: Number(item.count) + 1 }) }],
])('with %s, no write of a live writer is lost, no deletion undone, and no item left out', async (_, options) => {
  const table = await createProxiedTable();
  await fill(table, ITEMS, (position) => ({ position, count: position, touched: 0 }));
  const writer = await startLiveWriter({ tableName: table.name, items: ITEMS, seed: 4 });

  // What was added before it got to it is not numbered: it is none of what is looked at.
  const totals = await runBackfill(table, {
    ...options,
    match: { filter: { expression: 'attribute_exists(#position)', names: { '#position': 'position' } } },
  });
  const log = await endLiveWriter(writer);

  const last = new Map(log.map((write) => [write.position, write]));
  const deleted = new Set(log.filter(({ kind }) => kind === 'deleted').map(({ position }) => position));
  const expected = Array.from({ length: ITEMS }, (_, position) => position)
    .filter((position) => !deleted.has(position))
    .map((position) => ({
      pk: `item-${position}`,
      sk: 'item',
      position,
      count: position + 1,
      touched: last.get(position)?.touched ?? 0,
    }));
  const added = log
    .filter(({ kind }) => kind === 'added')
    .map(({ position, touched }) => ({ pk: `item-${position}`, sk: 'item', touched }));
  expect(new Map((await table.data()).map((item) => [item.pk, item]))).toEqual(
    new Map([...expected, ...added].map((item) => [item.pk, item])),
  );
  // It was at the same items at the same time.
  expect(totals.conflicts).toBeGreaterThan(0);
  expect(deleted.size).toBeGreaterThan(0);
  expect(totals).toMatchObject({ updated: totals.matched, unchanged: 0, removed: 0, failed: 0 });
});

test.each([
  ['statements', false],
  ['transactions', true],
])('with %s, an item that somebody changes all the time is changed in between, and soon', async (_, exactlyOnce) => {
  const table = await createProxiedTable();
  await fill(table, 1);
  let isDone = false;
  let changes = 0;
  const changing = (async () => {
    for (; !isDone; changes += 1) {
      await count(table.client, table.name);
      await delay(10);
    }
  })();

  const totals = await runBackfill(table, { exactlyOnce, transform: (item) => ({ ...item, mark: 'marked' }) });
  isDone = true;
  await changing;

  expect(totals).toMatchObject({ updated: 1, failed: 0 });
  expect(await table.data()).toEqual([{ ...keyAt(0), changes, mark: 'marked' }]);
});

const count = (client: DynamoDBClient, tableName: string) =>
  client.send(
    new UpdateItemCommand({
      TableName: tableName,
      Key: sdkKeyAt(0),
      UpdateExpression: 'ADD changes :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    }),
  );
