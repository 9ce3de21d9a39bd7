import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { type BackfillOptions, remove } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { migrate } from '../../../../bootstrap/migrator/migrate';
import { migrationFile } from '../support/migration-file';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { BACKFILL, fill, keyAt, MIGRATION, runBackfill, sdkKeyAt, setState, WAYS } from './support/backfills';
import { failuresOf } from './support/failures';
import { meanwhile } from './support/meanwhile';

jest.setTimeout(60_000);
afterEach(closeAll);

const ITEMS = 20;
const POISON = 7;
const MARKED = { mark: 'marked' };

const failureAt = (position: number, reason: unknown) =>
  expect.objectContaining({
    migration: MIGRATION,
    direction: 'up',
    name: BACKFILL,
    key: keyAt(position),
    reason,
    at: expect.any(String),
  });

const deleteItem = ({ client, name: TableName }: ProxiedTable, position: number) =>
  client.send(new DeleteItemCommand({ TableName, Key: sdkKeyAt(position) }));

/** Throws for the items that are poisoned. */
const transform: BackfillOptions['transform'] = (item) => {
  if (item.state === 'poisoned') throw new Error('It is poisoned.');
  return { ...item, ...MARKED };
};

const fillWithPoison = (table: ProxiedTable) =>
  fill(table, ITEMS, (position) => ({ state: position === POISON ? 'poisoned' : 'sound' }));

test.each(WAYS)(
  "with %s, an item that can't be written ends the run; mended, the next run goes on and forgets it",
  async (_, exactlyOnce) => {
    const table = await createProxiedTable();
    await fillWithPoison(table);
    const options: BackfillOptions = { segments: 3, exactlyOnce, transform };

    await expect(runBackfill(table, options)).rejects.toMatchObject({
      code: 'migration-failed',
      cause: { code: 'backfill-item-failed', message: expect.stringContaining('It is poisoned.') },
    });
    expect(await failuresOf(table)).toEqual([failureAt(POISON, 'It is poisoned.')]);
    expect(await table.states()).toEqual({ [MIGRATION]: 'failed' });
    // Not mended, it stops the next run too.
    await expect(runBackfill(table, options)).rejects.toMatchObject({ cause: { code: 'backfill-item-failed' } });
    expect(await failuresOf(table)).toHaveLength(1);

    await setState(table, POISON, 'mended');
    const totals = await runBackfill(table, options);

    expect(totals).toMatchObject({ matched: ITEMS, failed: 0 });
    expect(totals.updated + totals.unchanged).toBe(ITEMS);
    expect((await table.data()).filter(({ mark }) => mark !== 'marked')).toEqual([]);
    expect(await failuresOf(table)).toEqual([]);
  },
);

test.each(WAYS)(
  "with %s and onError skip, items that can't be written are recorded, and all others are written",
  async (_, exactlyOnce) => {
    const table = await createProxiedTable();
    await fillWithPoison(table);
    const RULES: [string, (item: object) => unknown, string][] = [
      [
        '0',
        () => {
          throw new Error('thrown');
        },
        'thrown',
      ],
      ['1', (item) => ({ ...item, filling: 'x'.repeat(410_000) }), 'DynamoDB stores up to 409600'],
      ['2', (item) => ({ ...item, pk: 'other' }), 'without its key, or with another'],
      ['3', () => ({ ...MARKED }), 'without its key, or with another'],
      ['4', () => 'text', 'neither an item nor undefined'],
      ['5', (item) => ({ ...item, tags: new Set() }), 'empty set'],
      ['6', (item) => ({ ...item, when: new Date() }), 'instance of Date'],
      ['7', (item) => ({ ...item, number: Number.NaN }), 'NaN'],
    ];

    const totals = await runBackfill(table, {
      exactlyOnce,
      onError: 'skip',
      transform: (item) => {
        const rule = RULES.find(([position]) => item.pk === `item-${position}`);
        return (rule ? rule[1](item) : { ...item, ...MARKED }) as object;
      },
    });

    expect(totals).toMatchObject({ matched: ITEMS, updated: ITEMS - RULES.length, failed: RULES.length });
    const failures = await failuresOf(table);
    expect(failures.sort((one, other) => (one.key.pk < other.key.pk ? -1 : 1))).toEqual(
      RULES.map(([position, , reason]) => failureAt(Number(position), expect.stringContaining(reason))),
    );
    expect((await table.data()).filter((item) => 'mark' in item)).toHaveLength(ITEMS - RULES.length);
  },
);

test.each(WAYS)(
  'with %s, a transform that is asynchronous ends the run before anything is written',
  async (_, exactlyOnce) => {
    const table = await createProxiedTable();
    await fill(table, ITEMS);

    const running = runBackfill(table, {
      exactlyOnce,
      onError: 'skip',
      transform: (item) => Promise.resolve({ ...item, ...MARKED }),
    });

    await expect(running).rejects.toMatchObject({ cause: { code: 'backfill-invalid' } });
    expect((await table.data()).filter((item) => 'mark' in item)).toEqual([]);
    expect(await failuresOf(table)).toEqual([]);
  },
);

test.each(WAYS)(
  "with %s, what breaks the limits of an index's keys is recorded, and DynamoDB is not asked",
  async (_, exactlyOnce) => {
    const table = await createProxiedTable();
    await fill(table, 5);
    const VALUES: unknown[] = ['good', 1, '', 'x'.repeat(2_049), { nested: true }];
    const migrations = [
      migrationFile(MIGRATION, async ({ context }) => {
        await context.createIndex({ indexName: 'gsi1', partitionKey: { name: 'gsi1pk', type: 'S' } });
        await context.backfill({
          exactlyOnce,
          onError: 'skip',
          transform: (item) => ({ ...item, gsi1pk: VALUES[Number(String(item.pk).split('-')[1])] as string }),
        });
      }),
    ];

    await migrate({ client: table.proxied, tableName: table.name, migrations });

    const failures = (await failuresOf(table)).sort((one, other) => (one.key.pk < other.key.pk ? -1 : 1));
    expect(failures).toEqual(
      [1, 2, 3, 4].map((position) => failureAt(position, expect.stringContaining('gsi1pk, a key of index gsi1,'))),
    );
    expect((await table.data()).filter((item) => 'gsi1pk' in item)).toEqual([{ ...keyAt(0), gsi1pk: 'good' }]);
  },
);

test.each(WAYS)(
  'with %s, remove() deletes what still is what the transform saw, and asks again about the rest',
  async (_, exactlyOnce) => {
    const table = await createProxiedTable();
    await fill(table, ITEMS, () => ({ state: 'old' }));
    meanwhile(table, () => Promise.all([setState(table, 1, 'new'), setState(table, 2, 'older')]));

    const totals = await runBackfill(table, {
      segments: 1,
      exactlyOnce,
      transform: (item) => (String(item.state).startsWith('old') ? remove() : undefined),
    });

    expect(totals).toMatchObject({ matched: ITEMS, removed: ITEMS - 1, unchanged: 1, conflicts: 2, updated: 0 });
    expect(await table.data()).toEqual([{ ...keyAt(1), state: 'new' }]);
  },
);

test.each(WAYS)('with %s, an item that somebody deletes meanwhile is not brought back', async (_, exactlyOnce) => {
  const table = await createProxiedTable();
  await fill(table, ITEMS);
  meanwhile(table, () => deleteItem(table, 3));

  const totals = await runBackfill(table, { segments: 1, exactlyOnce, transform: (item) => ({ ...item, ...MARKED }) });

  expect(totals).toMatchObject({ matched: ITEMS - 1, updated: ITEMS - 1, failed: 0 });
  const data = await table.data();
  expect(data).toHaveLength(ITEMS - 1);
  expect(data.filter(({ pk }) => pk === keyAt(3).pk)).toEqual([]);
});

test.each(WAYS)('with %s, an item that matches no more by now stays as it is', async (_, exactlyOnce) => {
  const table = await createProxiedTable();
  await fill(table, ITEMS, () => ({ state: 'open' }));
  meanwhile(table, () => setState(table, 3, 'closed'));

  const totals = await runBackfill(table, {
    segments: 1,
    exactlyOnce,
    match: { filter: { expression: '#state = :open', names: { '#state': 'state' }, values: { ':open': 'open' } } },
    transform: (item) => ({ ...item, ...MARKED }),
  });

  expect(totals).toMatchObject({ matched: ITEMS - 1, updated: ITEMS - 1, failed: 0 });
  expect((await table.data()).filter((item) => !('mark' in item))).toEqual([{ ...keyAt(3), state: 'closed' }]);
});
