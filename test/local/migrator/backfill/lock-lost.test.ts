import { forceUnlock } from '../../../../bootstrap/migrator/lock/force-unlock';
import type { Child } from '../../../support/child';
import type { ProxiedRequest } from '../../../support/fault-proxy';
import { createGate } from '../support/gate';
import { LEASE } from '../support/processes';
import { isHeartbeat, isWrite } from '../support/requests';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { fill, MIGRATION, recordedTotals } from './support/backfills';
import { startBackfill } from './support/processes';
import { isBatch, isCheckpoint, withPageOf } from './support/requests';

const ITEMS = 60;
const ITEMS_PER_PAGE = 10;
const WAYS: [string, string, (request: ProxiedRequest) => boolean][] = [
  ['a batch of statements', 'guarded', isBatch],
  ['a checkpoint', 'guarded', isCheckpoint],
  ['a transaction', 'counting', isCheckpoint],
];

jest.setTimeout(60_000);
afterEach(closeAll);

interface Stuck {
  table: ProxiedTable;
  child: Child;
  /** Lets go what is held: it reaches DynamoDB only now. */
  letGo(): void;
}

/** A process whose third request of this kind is on its way for as long as the test wants it. */
async function startStuck(
  migrationsName: string,
  isHeld: (request: ProxiedRequest) => boolean,
  leaseMilliseconds: number,
): Promise<Stuck> {
  const table = await createProxiedTable();
  await fill(table, ITEMS, (position) => ({ count: position }));
  const held = createGate();
  const gate = createGate();
  let met = 0;
  table.proxy.handle(async (request, forward) => {
    met += isHeld(request) ? 1 : 0;
    if (isHeld(request) && met >= 3) {
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

test.each(WAYS)('unlocked by force while %s is on its way: the run records nothing more, and the next one completes it', async (_, name, isHeld) => {
  // No heartbeat tells it: what it writes does.
  const stuck = await startStuck(name, isHeld, 60_000);
  const { table } = stuck;

  await forceUnlock(table.client, table.name);
  await completeByAnother(table, name);
  const items = new Set((await table.items()).map((item) => JSON.stringify(item)));
  stuck.letGo();

  await expectLost(stuck);
  expect(new Set((await table.items()).map((item) => JSON.stringify(item)))).toEqual(items);
  await expectDone(stuck);
});


test.each(WAYS)('stopped for longer than its lease while %s is on its way, and taken over from: it writes nothing more', async (_, name, isHeld) => {
  const stuck = await startStuck(name, isHeld, LEASE);
  const { table, child } = stuck;

  child.kill('SIGSTOP');
  stuck.letGo();
  await completeByAnother(table, name);
  const items = await table.items();
  const soFar = table.proxy.requests.length;
  child.kill('SIGCONT');

  await expectLost(stuck);
  expect(await table.items()).toEqual(items);
  expect(table.proxy.requests.slice(soFar).filter((request) => isWrite(request) && !isHeartbeat(request))).toEqual([]);
  await expectDone(stuck);
});
