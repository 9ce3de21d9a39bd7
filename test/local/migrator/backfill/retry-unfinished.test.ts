import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { BackfillOptions } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { retryFailures } from '../../../../bootstrap/migrator/backfill/retry-failures';
import { isTake, isWrite } from '../support/requests';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { backfillMigration, fill, keyAt, MIGRATION, runBackfill, sdkKeyAt } from './support/backfills';
import { failuresOf } from './support/failures';
import { interrupt } from './support/interrupt';

const ITEMS = 20;
const POISON = 7;

afterEach(closeAll);

/** A counter that can't count what is poisoned: counted twice, an item shows it. */
const counting: BackfillOptions = {
  segments: 1,
  exactlyOnce: true,
  transform: (item) => {
    if (item.state === 'poisoned') throw new Error('It is poisoned.');
    return { ...item, count: Number(item.count) + 1 };
  },
};

async function createFilledTable(): Promise<ProxiedTable> {
  const table = await createProxiedTable();
  await fill(table, ITEMS, (position) => ({ count: 0, state: position === POISON ? 'poisoned' : 'sound' }));
  return table;
}

const mend = ({ client, name: TableName }: ProxiedTable) =>
  client.send(
    new UpdateItemCommand({
      TableName,
      Key: sdkKeyAt(POISON),
      UpdateExpression: 'SET #state = :mended',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':mended': { S: 'mended' } },
    }),
  );

const retry = ({ proxied, name: tableName }: ProxiedTable, options: BackfillOptions) =>
  retryFailures({ client: proxied, tableName, migrations: [backfillMigration(options)] }, MIGRATION);

async function expectRefused(table: ProxiedTable, options: BackfillOptions): Promise<void> {
  const [data, failures] = [await table.data(), await failuresOf(table)];
  expect(failures).toMatchObject([{ key: keyAt(POISON) }]);
  const { length } = table.proxy.requests;

  await expect(retry(table, options)).rejects.toMatchObject({
    code: 'backfill-unfinished',
    message: expect.stringMatching(/backfill-1 of 20260101000000-backfill is not done yet: yarn migrate up goes on/),
  });

  expect(await table.data()).toEqual(data);
  expect(await failuresOf(table)).toEqual(failures);
  // Its lock is taken and released, and nothing else is written.
  const writes = table.proxy.requests.slice(length).filter(isWrite);
  expect(writes.map((request) => (isTake(request) ? 'take' : request.operation))).toEqual(['take', 'UpdateItem']);
}

const expectCountedOnce = async (table: ProxiedTable) =>
  expect((await table.data()).filter(({ count }) => count !== 1)).toEqual([]);

test('a failed item ahead of the checkpoint is not tried by itself: the backfill meets it again, and counts it once', async () => {
  const table = await createFilledTable();
  await expect(runBackfill(table, counting)).rejects.toMatchObject({ cause: { code: 'backfill-item-failed' } });
  await mend(table);

  await expectRefused(table, counting);
  await runBackfill(table, counting);

  await expectCountedOnce(table);
  expect(await failuresOf(table)).toEqual([]);
  await expect(retry(table, counting)).resolves.toMatchObject({ backfills: [] });
});

test('nor is one that was skipped, before the backfill has come to its end: after that it is, and is counted once', async () => {
  const table = await createFilledTable();
  const skipping: BackfillOptions = { ...counting, onError: 'skip' };
  let isMet = false;
  const transform: BackfillOptions['transform'] = (item) => {
    isMet ||= item.state === 'poisoned';
    return counting.transform(item);
  };
  // Page by page, until the failed item is behind a checkpoint.
  for (let pages = 0; !isMet; pages += 1) {
    await interrupt(table, { checkpoints: 1, itemsPerPage: 4 }, (signal) =>
      runBackfill(table, { ...skipping, transform }, { signal }),
    );
    expect(pages).toBeLessThan(ITEMS);
  }
  await mend(table);

  await expectRefused(table, { ...skipping, transform });
  await runBackfill(table, { ...skipping, transform });
  expect(await failuresOf(table)).toMatchObject([{ key: keyAt(POISON) }]);
  await expect(retry(table, skipping)).resolves.toMatchObject({ backfills: [{ updated: 1, failed: 0 }] });

  await expectCountedOnce(table);
  expect(await failuresOf(table)).toEqual([]);
});
