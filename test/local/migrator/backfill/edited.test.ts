import { readHeaders } from '../../../../bootstrap/migrator/backfill/backfill-header';
import type { BackfillOptions } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { migrate } from '../../../../bootstrap/migrator/migrate';
import { applyRepair, planRepair } from '../../../../bootstrap/migrator/repair';
import { migrationFile } from '../support/migration-file';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { BACKFILL, fill, MIGRATION, recordedTotals } from './support/backfills';
import { failuresOf } from './support/failures';
import { interrupt } from './support/interrupt';

const ITEMS = 20;

afterEach(closeAll);

async function createFilledTable(): Promise<ProxiedTable> {
  const table = await createProxiedTable();
  await fill(table, ITEMS, (number) => ({ number }));
  return table;
}

/** Runs the migration as its file is now: these backfills, one after the other, and then perhaps an error. */
const run = (table: ProxiedTable, backfills: readonly BackfillOptions[], error?: string) =>
  migrate({
    client: table.proxied,
    tableName: table.name,
    migrations: [
      migrationFile(MIGRATION, async ({ context }) => {
        for (const backfill of backfills) await context.backfill(backfill);
        if (error) throw new Error(error);
      }),
    ],
  });

const first: BackfillOptions = { transform: (item) => ({ ...item, mark: 'first' }) };
const edited: BackfillOptions = { transform: (item) => ({ ...item, mark: 'edited' }) };

const marksIn = async (table: ProxiedTable) => new Set((await table.data()).map(({ mark }) => mark));

describe('a backfill that is done, of a migration that failed behind it', () => {
  let table: ProxiedTable;
  beforeEach(async () => {
    table = await createFilledTable();
    await expect(run(table, [first], 'behind it')).rejects.toThrow('behind it');
    expect(await readHeaders(table.client, table.name)).toMatchObject([{ name: BACKFILL, state: 'done' }]);
  });

  test.each<[string, BackfillOptions, string]>([
    ['transform', edited, 'its transform has changed'],
    ['match', { ...first, match: ({ number }) => number !== 1 }, 'what it matches has changed'],
  ])('with another %s is refused, until it is said that it may stay', async (_, options, reason) => {
    const before = await table.data();

    await expect(run(table, [options])).rejects.toMatchObject({
      cause: { code: 'backfill-changed', message: expect.stringContaining(reason) },
    });

    expect(await table.data()).toEqual(before);
    expect(await table.states()).toEqual({ [MIGRATION]: 'failed' });
    const repairing = { client: table.client, tableName: table.name, migrations: [migrationFile(MIGRATION)] };
    const repair = await planRepair(repairing, MIGRATION);
    if (!repair) throw new Error('There is nothing to repair.');
    await applyRepair(repairing, repair);
    await run(table, [options]);
    // What it did before it was edited stays.
    expect(await table.data()).toEqual(before);
    expect(await table.states()).toEqual({ [MIGRATION]: 'applied' });
    expect(await recordedTotals(table)).toMatchObject({ matched: ITEMS, updated: ITEMS });
  });

  test('lends its name to no other that was put before it', async () => {
    const inserted: BackfillOptions = { transform: (item) => ({ ...item, inserted: true }) };

    await expect(run(table, [inserted, first])).rejects.toMatchObject({
      cause: { code: 'backfill-changed', message: expect.stringContaining(`backfill ${BACKFILL}`) },
    });

    expect(await table.states()).toEqual({ [MIGRATION]: 'failed' });
    // By its own name it is told apart.
    await run(table, [
      { ...inserted, name: 'inserted' },
      { ...first, name: BACKFILL },
    ]);
    expect((await table.data()).filter(({ inserted }) => !inserted)).toEqual([]);
    expect(await marksIn(table)).toEqual(new Set(['first']));
  });

  test('with the same transform and match is not done again', async () => {
    await run(table, [first]);
    expect(await recordedTotals(table)).toMatchObject({ matched: ITEMS, updated: ITEMS, unchanged: 0 });
  });
});

test.each<[string, BackfillOptions[]]>([
  ['another', [{ ...edited, name: 'another' }]],
  ['none', []],
])('of a backfill in whose place the edited file has %s nothing is left in the ledger', async (_, backfills) => {
  const table = await createFilledTable();
  const old: BackfillOptions = {
    name: 'old',
    segments: 1,
    exactlyOnce: true,
    onError: 'skip',
    transform: (item) => {
      if (Number(item.number) % 4 === 0) throw new Error('one in four');
      return { ...item, mark: 'old' };
    },
  };
  const ledger = async () =>
    (await table.items()).map(({ sk }) => String(sk)).filter((sk) => /^(backfill|checkpoint|failure)#/.test(sk));
  await interrupt(table, { checkpoints: 4, itemsPerPage: 4 }, (signal) =>
    migrate({
      client: table.proxied,
      tableName: table.name,
      signal,
      migrations: [migrationFile(MIGRATION, ({ context }) => context.backfill(old))],
    }),
  );
  const kinds = (await ledger()).map((sk) => sk.split('#')[0]);
  expect(new Set(kinds)).toEqual(new Set(['backfill', 'checkpoint', 'failure']));

  await run(table, backfills);

  expect(await ledger()).toEqual([]);
  expect(await failuresOf(table)).toEqual([]);
  expect(await table.states()).toEqual({ [MIGRATION]: 'applied' });
});
