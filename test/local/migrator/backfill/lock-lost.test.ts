import { forceUnlock } from '../../../../bootstrap/migrator/lock/force-unlock';
import type { Child } from '../../../support/child';
import type { ProxiedRequest } from '../../../support/fault-proxy';
import { createGate } from '../../../support/gate';
import { LEASE } from '../support/processes';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { fill, MIGRATION, recordedTotals } from './support/backfills';
import { startBackfill } from './support/processes';
import { isBatch, isCheckpoint, isClaim, withPageOf } from './support/requests';

const ITEMS = 60;
const ITEMS_PER_PAGE = 10;
/**
 * What is on its way: a batch of statements, a checkpoint, both in one transaction, or the claim of a segment; of a counter
 * that it would show in.
 */
const WAYS: [string, (request: ProxiedRequest) => boolean, number][] = [
  ['guarded', isBatch, 2],
  ['guarded', isCheckpoint, 2],
  ['counting', isCheckpoint, 2],
  ['counting', isClaim, 1],
];

jest.setTimeout(60_000);
afterEach(closeAll);

interface Stuck {
  table: ProxiedTable;
  child: Child;
  /** Lets go what is held: it reaches DynamoDB only now. */
  letGo(): void;
}

/** A process whose requests of this kind, from one of them on, are on their way for as long as the test wants it. */
async function startStuck(
  migrationsName: string,
  isHeld: (request: ProxiedRequest) => boolean,
  first: number,
  leaseMilliseconds: number,
): Promise<Stuck> {
  const table = await createProxiedTable();
  await fill(table, ITEMS, (position) => ({ count: position }));
  const held = createGate();
  const gate = createGate();
  let met = 0;
  table.proxy.handle(async (request, forward) => {
    met += isHeld(request) ? 1 : 0;
    if (isHeld(request) && met >= first) {
      held.open();
      await gate.opened;
    }
    return forward(withPageOf(ITEMS_PER_PAGE, request));
  });
  const child = startBackfill(table, migrationsName, { leaseMilliseconds });
  await Promise.race([held.opened, child.says(({ applied, error }) => Boolean(applied ?? error))]);
  return { table, child, letGo: gate.open };
}

/** A process that goes past the proxy, once it has the lock. */
async function completeByAnother({ name }: ProxiedTable, migrationsName: string): Promise<void> {
  const endpoint = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  expect(await startBackfill({ name, proxy: { endpoint } }, migrationsName).ended).toMatchObject({ code: 0 });
}

/** The table is whole, and what is recorded is the second run's doing. */
async function expectDone({ table }: Stuck): Promise<void> {
  const data = await table.data();
  expect(data.map(({ pk, count }) => [pk, count])).toEqual(
    data.map(({ pk }) => [pk, Number(String(pk).split('-')[1]) + 1]),
  );
  expect(data).toHaveLength(ITEMS);
  expect(await table.states()).toEqual({ [MIGRATION]: 'applied' });
  expect(await recordedTotals(table)).toMatchObject({ failed: 0 });
}

async function expectLost({ child }: Stuck): Promise<void> {
  expect(await child.ended).toMatchObject({ code: 1 });
  expect(await child.says(({ error }) => error !== undefined)).toMatchObject({ error: { code: 'lock-lost' } });
}

test('unlocked by force while something is on its way: the run records nothing more, and the next one completes it', async () => {
  const runs = WAYS.map(async ([name, isHeld, first]) => {
    // No heartbeat tells it: what it writes does.
    const stuck = await startStuck(name, isHeld, first, 60_000);
    const { table } = stuck;

    await forceUnlock(table.client, table.name);
    await completeByAnother(table, name);
    const items = await sortedItems(table);
    stuck.letGo();

    await expectLost(stuck);
    expect(await sortedItems(table)).toEqual(items);
    await expectDone(stuck);
  });
  await Promise.all(runs);
});

test('stopped for longer than its lease while something is on its way, and taken over from: it changes nothing more', async () => {
  const runs = WAYS.map(async ([name, isHeld, first]) => {
    const stuck = await startStuck(name, isHeld, first, LEASE);
    const { table, child } = stuck;

    child.kill('SIGSTOP');
    stuck.letGo();
    await completeByAnother(table, name);
    const items = await sortedItems(table);
    child.kill('SIGCONT');

    await expectLost(stuck);
    expect(await sortedItems(table)).toEqual(items);
    await expectDone(stuck);
  });
  await Promise.all(runs);
});

/** All, the ledger's too. */
const sortedItems = async (table: ProxiedTable): Promise<string[]> =>
  (await table.items()).map((item) => JSON.stringify(Object.entries(item).sort())).sort();
