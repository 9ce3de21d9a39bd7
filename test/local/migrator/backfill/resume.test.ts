import { readHeaders } from '../../../../bootstrap/migrator/backfill/backfill-header';
import type { BackfillOptions } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { migrate } from '../../../../bootstrap/migrator/migrate';
import type { Migration, MigrationFile } from '../../../../bootstrap/migrator/migration';
import { revert } from '../../../../bootstrap/migrator/revert';
import { refusal } from '../../../support/fault-proxy';
import { migrationFile } from '../support/migration-file';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { fill, MIGRATION, recordedTotals, runBackfill } from './support/backfills';
import { interrupt as interruptBehind } from './support/interrupt';
import { isBatch, isPageRead, withPageOf } from './support/requests';

const ITEMS = 60;
const ITEMS_PER_PAGE = 10;

jest.setTimeout(60_000);
afterEach(closeAll);

const mark = (item: object) => ({ ...item, mark: 'marked' });
const backfill: BackfillOptions = { segments: 2, match: { where: (item) => item.pk !== 'none' }, transform: mark };

async function createFilledTable(): Promise<ProxiedTable> {
  const table = await createProxiedTable();
  await fill(table, ITEMS, () => ({ count: 0 }));
  table.proxy.handle((request, forward) => forward(withPageOf(ITEMS_PER_PAGE, request)));
  return table;
}

/** A run that is interrupted behind its third checkpoint. */
const interrupt = (table: ProxiedTable, options: BackfillOptions = backfill): Promise<void> =>
  interruptBehind(table, { checkpoints: 3, itemsPerPage: ITEMS_PER_PAGE }, (signal) =>
    runBackfill(table, options, { signal }),
  );

const markedItems = async (table: ProxiedTable) => (await table.data()).filter((item) => 'mark' in item);

test('an interrupted run records how far it is, and the next one does the rest only', async () => {
  const table = await createFilledTable();
  await interrupt(table);
  const [header] = await readHeaders(table.client, table.name);
  const doneBefore = await markedItems(table);
  const soFar = table.proxy.requests.length;

  const totals = await runBackfill(table, backfill);

  expect(header).toMatchObject({ state: 'stopped', segments: 2, totals: { updated: expect.any(Number) } });
  expect(doneBefore.length).toBeGreaterThan(0);
  expect(doneBefore.length).toBeLessThan(ITEMS);
  expect(totals).toMatchObject({ matched: ITEMS, failed: 0 });
  expect(totals.updated + totals.unchanged).toBe(ITEMS);
  expect(totals.readUnits).toBeGreaterThan(0);
  expect(await markedItems(table)).toHaveLength(ITEMS);
  // Three pages had their checkpoints. A sample of four pages comes ahead of the rest.
  const pages = table.proxy.requests.slice(soFar).filter(isPageRead).length - 4;
  expect(pages).toBeLessThanOrEqual((ITEMS + 10) / ITEMS_PER_PAGE + 2 - 3);
});

const CHANGES: [string, BackfillOptions][] = [
  ['another transform', { ...backfill, transform: (item) => ({ ...item, mark: 'other' }) }],
  ['another predicate', { ...backfill, match: { where: (item) => item.pk !== 'another' } }],
  [
    'another filter',
    { ...backfill, match: { ...(backfill.match as object), filter: { expression: 'attribute_exists(pk)' } } },
  ],
  ['another partition', { ...backfill, segments: 1, match: { partition: 'item-1' } }],
  ['more segments', { ...backfill, segments: 3 }],
  ['exactlyOnce', { ...backfill, exactlyOnce: true }],
];

test('a backfill that has changed since it was interrupted is refused, and nothing is changed', async () => {
  const table = await createFilledTable();
  await interrupt(table);
  const before = await table.data();

  for (const [, options] of CHANGES) {
    await expect(runBackfill(table, options)).rejects.toMatchObject({
      cause: { code: 'backfill-changed', message: expect.stringContaining('Nothing was changed') },
    });
  }

  expect(await table.data()).toEqual(before);
  // As it was, it goes on.
  expect(await runBackfill(table, backfill)).toMatchObject({ matched: ITEMS });
});

test('under another name it begins anew', async () => {
  const table = await createFilledTable();
  await interrupt(table);
  const other: BackfillOptions = { ...backfill, name: 'other', transform: (item) => ({ ...item, mark: 'other' }) };

  await migrate({
    client: table.proxied,
    tableName: table.name,
    migrations: [migrationFile(MIGRATION, ({ context }) => context.backfill(other))],
  });

  expect((await table.data()).filter((item) => item.mark !== 'other')).toEqual([]);
  expect(await readHeaders(table.client, table.name)).toEqual([]);
});

test('a transform that is not idempotent is refused before anything is written', async () => {
  const table = await createFilledTable();
  const before = await table.data();

  await expect(
    runBackfill(table, { transform: (item) => ({ ...item, count: Number(item.count) + 1 }) }),
  ).rejects.toMatchObject({ cause: { code: 'transform-not-idempotent' } });

  expect(await table.data()).toEqual(before);
  expect(await readHeaders(table.client, table.name)).toEqual([]);
  expect(table.proxy.requests.filter(isBatch)).toEqual([]);
});

test('two backfills of one name are refused; two without a name are told apart', async () => {
  const table = await createFilledTable();
  const up =
    (names: (string | undefined)[]): Migration['up'] =>
    async ({ context }) => {
      for (const [position, name] of names.entries()) {
        await context.backfill({ name, transform: (item) => ({ ...item, [`mark${position}`]: 'marked' }) });
      }
    };
  const run = (names: (string | undefined)[]) =>
    migrate({ client: table.proxied, tableName: table.name, migrations: [migrationFile(MIGRATION, up(names))] });

  await expect(run(['same', 'same'])).rejects.toMatchObject({ cause: { code: 'backfill-invalid' } });
  expect((await table.data()).filter((item) => 'mark1' in item)).toEqual([]);
  await run([undefined, undefined]);
  expect((await table.data()).filter((item) => 'mark0' in item && 'mark1' in item)).toHaveLength(ITEMS);
});

/** Marks the items on the way up, and takes the mark away on the way down. */
const bothWays = (afterDown: () => Promise<void> = async () => {}): MigrationFile =>
  migrationFile(MIGRATION, ({ context }) => context.backfill({ ...backfill, onError: 'skip' }), {
    down: async ({ context }) => {
      await context.backfill({ segments: 2, transform: ({ mark: _mark, ...item }) => item });
      await afterDown();
    },
  });

test('what was reverted is done again by the next up, all of it, and nothing is left of it in the ledger', async () => {
  const table = await createFilledTable();
  const options = { client: table.proxied, tableName: table.name, migrations: [bothWays()] };

  await migrate(options);
  expect(await markedItems(table)).toHaveLength(ITEMS);
  await revert(options);
  expect(await markedItems(table)).toEqual([]);
  await migrate(options);

  expect(await markedItems(table)).toHaveLength(ITEMS);
  expect(await recordedTotals(table)).toMatchObject({ matched: ITEMS, updated: ITEMS, unchanged: 0 });
  const kept = (await table.items())
    .map(({ sk }) => String(sk))
    .filter((sk) => /^(backfill|checkpoint|failure)#/.test(sk));
  expect(kept).toEqual([]);
});

test('a way back that is interrupted undoes what the way there says is done, and the other way round', async () => {
  const table = await createFilledTable();
  const options = { client: table.proxied, tableName: table.name };
  await interrupt(table, { ...backfill, onError: 'skip' });
  const interruptible = (message: string) =>
    bothWays(async () => {
      throw new Error(message);
    });

  await expect(revert({ ...options, migrations: [interruptible('behind its backfill')] })).rejects.toThrow(
    'behind its',
  );
  expect(await markedItems(table)).toEqual([]);
  await migrate({ ...options, migrations: [bothWays()] });
  expect(await markedItems(table)).toHaveLength(ITEMS);
  await revert({ ...options, migrations: [bothWays()] });
  expect(await markedItems(table)).toEqual([]);
});

test('a backfill of the way back that was done once is done again after a way there that has none', async () => {
  const table = await createFilledTable();
  const options = { client: table.client, tableName: table.name };
  let isFailing = true;
  const file = migrationFile(MIGRATION, () => fill(table, ITEMS, () => ({ mark: 'marked' })), {
    down: async ({ context }) => {
      await context.backfill({ transform: ({ mark: _mark, ...item }) => item });
      if (isFailing) throw new Error('behind its backfill');
    },
  });

  await migrate({ ...options, migrations: [file] });
  await expect(revert({ ...options, migrations: [file] })).rejects.toThrow('behind its backfill');
  await migrate({ ...options, migrations: [file] });
  isFailing = false;
  await revert({ ...options, migrations: [file] });

  expect(await markedItems(table)).toEqual([]);
});

test('a backfill that was done is done again after a way back that has none, and that failed half-way', async () => {
  const table = await createFilledTable();
  const options = { client: table.client, tableName: table.name };
  let isFailing = true;
  const file = migrationFile(
    MIGRATION,
    async ({ context }) => {
      await context.backfill(backfill);
      if (isFailing) throw new Error('behind its backfill');
    },
    {
      down: async () => {
        await fill(table, ITEMS);
        throw new Error('half-way');
      },
    },
  );

  await expect(migrate({ ...options, migrations: [file] })).rejects.toThrow('behind its backfill');
  await expect(revert({ ...options, migrations: [file] })).rejects.toThrow('half-way');
  isFailing = false;
  await migrate({ ...options, migrations: [file] });

  expect(await markedItems(table)).toHaveLength(ITEMS);
});

test('a migration whose checkpoints can not be forgotten is applied all the same', async () => {
  const table = await createFilledTable();
  table.proxy.handle((request, forward) =>
    request.operation === 'DeleteItem' ? refusal(400, 'AccessDeniedException') : forward(),
  );

  await runBackfill(table, backfill);

  expect(await table.states()).toEqual({ [MIGRATION]: 'applied' });
});

test('a second backfill that fails does not make the first one run again', async () => {
  const table = await createFilledTable();
  let asked = 0;
  let isFailing = true;
  const file = migrationFile(MIGRATION, async ({ context }) => {
    await context.backfill({
      name: 'first',
      exactlyOnce: true,
      transform: (item) => {
        asked += 1;
        return { ...item, count: Number(item.count) + 1 };
      },
    });
    if (isFailing) throw new Error('between the two');
    await context.backfill({ name: 'second', transform: mark });
  });
  const options = { client: table.client, tableName: table.name, migrations: [file] };

  await expect(migrate(options)).rejects.toThrow('between the two');
  const askedThen = asked;
  isFailing = false;
  await migrate(options);

  expect(asked).toBe(askedThen);
  expect((await table.data()).filter(({ count, mark }) => count !== 1 || mark !== 'marked')).toEqual([]);
});
