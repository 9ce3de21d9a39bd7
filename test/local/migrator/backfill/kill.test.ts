import { forceUnlock } from '../../../../bootstrap/migrator/lock/force-unlock';
import { migrate } from '../../../../bootstrap/migrator/migrate';
import type { MigrationFile } from '../../../../bootstrap/migrator/migration';
import type { Child } from '../../../support/child';
import { NO_ANSWER, type ProxiedRequest } from '../../../support/fault-proxy';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { fill, recordedTotals } from './support/backfills';
import { migrations as counting } from './support/counting';
import { migrations as marking } from './support/marking';
import { startBackfill } from './support/processes';
import { createRandom } from './support/random';
import { isCheckpoint, withPageOf } from './support/requests';

const ITEMS = 30;
const ITEMS_PER_PAGE = 10;

jest.setTimeout(120_000);
afterEach(closeAll);

async function createFilledTable(): Promise<ProxiedTable> {
  const table = await createProxiedTable();
  await fill(table, ITEMS, (position) => ({ count: position }));
  return table;
}

/** What a run that nothing disturbs makes of the table, and how many checkpoints it takes. */
async function runUndisturbed(migrations: readonly MigrationFile[]) {
  const table = await createFilledTable();
  table.proxy.handle((request, forward) => forward(withPageOf(ITEMS_PER_PAGE, request)));
  await migrate({ client: table.proxied, tableName: table.name, migrations });
  return { data: await table.data(), checkpoints: table.proxy.requests.filter(isCheckpoint).length };
}

interface Kill {
  isMet(request: ProxiedRequest): boolean;
  /** Whether the request reaches DynamoDB, whose answer the process does not live to see. */
  isForwarded: boolean;
}

/** One process after another, each killed as it is said, until one comes to its end. */
async function runInPieces(table: ProxiedTable, migrationsName: string, nextKill: (kills: number) => Kill) {
  for (let kills = 0; ; kills += 1) {
    const { isMet, isForwarded } = nextKill(kills);
    let child: Child | undefined;
    let isKilled = false;
    table.proxy.handle(async (request, forward) => {
      if (isKilled) return NO_ANSWER;
      if (!isMet(request)) return forward(withPageOf(ITEMS_PER_PAGE, request));
      isKilled = true;
      if (isForwarded) await forward(withPageOf(ITEMS_PER_PAGE, request));
      child?.kill('SIGKILL');
      return NO_ANSWER;
    });
    child = startBackfill(table, migrationsName);
    const { signal, code, stdout, stderr } = await child.ended;
    if (signal !== 'SIGKILL') {
      expect({ code, stderr, stdout }).toMatchObject({ code: 0 });
      return kills;
    }
    // Its lock would hold the next one up for a lease.
    await forceUnlock(table.client, table.name);
  }
}

/** At each checkpoint first before DynamoDB has it, and then, in the process that does the page again, when it has it. */
const atEachCheckpoint = (kills: number): Kill => ({ isMet: isCheckpoint, isForwarded: kills % 2 === 1 });

/** Anywhere, from the first request of a process on. */
function atRandom(seed: number): () => Kill {
  const random = createRandom(seed);
  return () => {
    let left = 5 + random(28);
    return {
      isMet: () => {
        left -= 1;
        return left === 0;
      },
      isForwarded: random(2) === 1,
    };
  };
}

/** A transform that may be repeated, and a counter that may not: each with a table of its own, at the same time. */
const WAYS: [string, readonly MigrationFile[], number][] = [
  // With a seed each that leads to some five kills.
  ['marking', marking, 113],
  ['counting', counting, 106],
];

test('killed before and after each checkpoint, the table is as after an undisturbed run', async () => {
  const runs = WAYS.map(async ([name, migrations]) => {
    const undisturbed = await runUndisturbed(migrations);
    const table = await createFilledTable();

    const kills = await runInPieces(table, name, atEachCheckpoint);

    expect(undisturbed.checkpoints).toBeGreaterThanOrEqual(ITEMS / ITEMS_PER_PAGE);
    expect(kills).toBeGreaterThanOrEqual(2 * undisturbed.checkpoints - 2);
    await expectWhole(table, undisturbed.data);
  });
  await Promise.all(runs);
});

test('killed anywhere, the table is as after an undisturbed run', async () => {
  const runs = WAYS.map(async ([name, migrations, seed]) => {
    const undisturbed = await runUndisturbed(migrations);
    const table = await createFilledTable();

    const kills = await runInPieces(table, name, atRandom(seed));

    expect(kills).toBeGreaterThan(1);
    await expectWhole(table, undisturbed.data);
  });
  await Promise.all(runs);
});

/** The items, and what the ledger says that was done. */
async function expectWhole(table: ProxiedTable, data: readonly Record<string, unknown>[]): Promise<void> {
  expect(await table.data()).toEqual(data);
  const { matched, updated, unchanged, ...rest } = await recordedTotals(table);
  expect({ matched, done: updated + unchanged }).toEqual({ matched: ITEMS, done: ITEMS });
  expect(rest).toMatchObject({ removed: 0, failed: 0, conflicts: 0 });
}
