import { writeItems } from '../../../../bootstrap/bulk/write-items';
import type { BackfillOptions } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { forceUnlock } from '../../../../bootstrap/migrator/lock/force-unlock';
import type { Child } from '../../../support/child';
import { NO_ANSWER, type ProxiedRequest, refusal } from '../../../support/fault-proxy';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { fill, keyAt, recordedTotals, runBackfill, setState } from './support/backfills';
import { failuresOf } from './support/failures';
import { interrupt } from './support/interrupt';
import { startBackfill } from './support/processes';
import { isCheckpoint } from './support/requests';

const ITEMS = 20;
const POISON = 7;

jest.setTimeout(60_000);
afterEach(closeAll);

const fillWithPoison = (table: ProxiedTable) =>
  fill(table, ITEMS, (position) => ({ count: 0, state: position === POISON ? 'poisoned' : 'sound' }));

/** Applies the counter of `support/skipping.ts` in a process, which is killed in the place of its request, if it comes. */
async function runKilledAt(table: ProxiedTable, isMet: (request: ProxiedRequest) => boolean) {
  let child: Child | undefined;
  let isKilled = false;
  table.proxy.handle((request, forward) => {
    isKilled ||= isMet(request);
    if (!isKilled) return forward();
    child?.kill('SIGKILL');
    return NO_ANSWER;
  });
  child = startBackfill(table, 'skipping');
  return child.ended;
}

test('killed between the record of a failure and its checkpoint, a mended item is counted once, and forgotten', async () => {
  const table = await createProxiedTable();
  await fillWithPoison(table);

  expect(await runKilledAt(table, isCheckpoint)).toMatchObject({ signal: 'SIGKILL' });
  expect(await failuresOf(table)).toMatchObject([{ key: keyAt(POISON) }]);
  await forceUnlock(table.client, table.name);
  await setState(table, POISON, 'mended');
  expect(await runKilledAt(table, () => false)).toMatchObject({ code: 0 });

  expect((await table.data()).filter(({ count }) => count !== 1)).toEqual([]);
  expect(await failuresOf(table)).toEqual([]);
  expect(await recordedTotals(table)).toMatchObject({ matched: ITEMS, updated: ITEMS, failed: 0 });
});

test.each([
  ['statements', false],
  ['transactions', true],
])(
  'with %s, what was skipped behind a checkpoint stays listed, however the runs after it end',
  async (_, exactlyOnce) => {
    const table = await createProxiedTable();
    const keyOf = (position: number) => ({ pk: 'all', sk: `item-${String(position).padStart(2, '0')}` });
    const items = Array.from({ length: ITEMS }, (_, number) => ({ ...keyOf(number), number }));
    await writeItems(table.client, table.name, items);
    const options: BackfillOptions = {
      exactlyOnce,
      match: { partition: 'all' },
      transform: (item) => {
        if (item.number === 1) throw new Error('It is the first but one.');
        return { ...item, double: Number(item.number) * 2 };
      },
    };
    const pages = { checkpoints: 1, itemsPerPage: 5 };
    const proxied = { ...table, proxy: withQueryPagesOf(5, table) };

    await interrupt(proxied, pages, (signal) => runBackfill(table, { ...options, onError: 'skip' }, { signal }));
    expect(await failuresOf(table)).toMatchObject([{ key: keyOf(1) }]);
    await interrupt(proxied, pages, (signal) => runBackfill(table, { ...options, onError: 'stop' }, { signal }));
    expect(await failuresOf(table)).toMatchObject([{ key: keyOf(1) }]);
    await runBackfill(table, { ...options, onError: 'stop' });

    expect(await failuresOf(table)).toMatchObject([{ key: keyOf(1), reason: 'It is the first but one.' }]);
    expect(await recordedTotals(table)).toMatchObject({ matched: ITEMS, updated: ITEMS - 1, failed: 1 });
    expect((await table.data()).filter(({ number, double }) => double !== Number(number) * 2)).toEqual([
      { ...keyOf(1), number: 1 },
    ]);
  },
);

/** The proxy of the table, but with small pages of the partition that is backfilled. */
function withQueryPagesOf(items: number, { proxy }: ProxiedTable): ProxiedTable['proxy'] {
  const isOfItems = ({ operation, input }: ProxiedRequest) =>
    operation === 'Query' && JSON.stringify(input.ExpressionAttributeValues).includes('"all"');
  return {
    ...proxy,
    handle: (handler) =>
      proxy.handle((request, forward) =>
        handler(request, (input = request.input) => forward(isOfItems(request) ? { ...input, Limit: items } : input)),
      ),
  };
}

/** Whether it is a transaction in which this item is changed. */
const updates = ({ operation, input }: ProxiedRequest, pk: string): boolean =>
  operation === 'TransactWriteItems' &&
  (input.TransactItems as { Update?: { Key: { pk: { S: string } } } }[]).some(({ Update }) => Update?.Key.pk.S === pk);

describe('with exactlyOnce, an item that DynamoDB refuses with its whole transaction', () => {
  const REFUSED = 'One or more parameter values were invalid: Type mismatch for Index Key rank';

  const createRefusingTable = async () => {
    const table = await createProxiedTable();
    await fillWithPoison(table);
    table.proxy.handle((request, forward) =>
      updates(request, keyAt(POISON).pk) ? refusal(400, 'ValidationException', REFUSED) : forward(),
    );
    return table;
  };
  const counting: BackfillOptions = {
    segments: 1,
    exactlyOnce: true,
    transform: (item) => ({ ...item, count: Number(item.count) + 1 }),
  };

  test('is recorded, and its neighbours are written', async () => {
    const table = await createRefusingTable();

    const totals = await runBackfill(table, { ...counting, onError: 'skip' });

    expect(totals).toMatchObject({ matched: ITEMS, updated: ITEMS - 1, failed: 1, conflicts: 0 });
    expect(await failuresOf(table)).toMatchObject([{ key: keyAt(POISON), reason: REFUSED }]);
    const uncounted = (await table.data()).filter(({ count }) => count !== 1);
    expect(uncounted).toMatchObject([{ ...keyAt(POISON), count: 0 }]);
  });

  test('ends the run where it is to, and is met again once it is mended', async () => {
    const table = await createRefusingTable();

    await expect(runBackfill(table, counting)).rejects.toMatchObject({
      cause: { code: 'backfill-item-failed', message: expect.stringContaining(REFUSED) },
    });
    table.proxy.handle((_request, forward) => forward());
    await runBackfill(table, counting);

    expect((await table.data()).filter(({ count }) => count !== 1)).toEqual([]);
    expect(await failuresOf(table)).toEqual([]);
  });

  test('leaves no failure behind of another item that was mended before the rest of the page was done', async () => {
    const table = await createProxiedTable();
    await fill(table, ITEMS, () => ({ count: 0, state: 'sound' }));
    const order = (await table.items()).map(({ pk }) => String(pk)).filter((pk) => pk.startsWith('item-'));
    const [refused, last] = [order[2] ?? '', Number(order.at(-1)?.split('-')[1])];
    await setState(table, last, 'poisoned');
    const options: BackfillOptions = {
      ...counting,
      onError: 'skip',
      transform: (item) => {
        if (item.state === 'poisoned') throw new Error('It is poisoned.');
        return { ...item, count: Number(item.count) + 1 };
      },
    };
    const controller = new AbortController();
    table.proxy.handle(async (request, forward) => {
      if (!isCheckpoint(request)) return forward();
      if (updates(request, refused)) return refusal(400, 'ValidationException', REFUSED);
      const answer = await forward();
      controller.abort(new Error('interrupted by the test'));
      return answer;
    });
    await expect(runBackfill(table, options, { signal: controller.signal })).rejects.toThrow('interrupted by');
    await setState(table, last, 'mended');
    table.proxy.handle((_request, forward) => forward());

    await runBackfill(table, options);

    expect((await table.data()).filter(({ count }) => count !== 1)).toEqual([]);
    expect(await failuresOf(table)).toEqual([]);
  });
});

test('with exactlyOnce the transform is asked once for each item, however many transactions a page takes', async () => {
  const table = await createProxiedTable();
  await fill(table, 230, () => ({ count: 0 }));
  const asked: unknown[] = [];

  await runBackfill(table, {
    segments: 1,
    exactlyOnce: true,
    transform: (item) => {
      asked.push(item.pk);
      return { ...item, count: Number(item.count) + 1 };
    },
  });

  expect(table.proxy.requests.filter(isCheckpoint).length).toBeGreaterThanOrEqual(3);
  expect(asked).toHaveLength(230);
  expect(new Set(asked).size).toBe(230);
});
