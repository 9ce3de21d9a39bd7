import { migrate } from '../../../bootstrap/migrator/migrate';
import type { ProxiedRequest } from '../../support/fault-proxy';
import { createGate } from '../../support/gate';
import { migrations as ending } from './migrations/ending';
import { LEASE, startHolder, startMigrate } from './support/processes';
import { isHeartbeat, isTake, isWrite } from './support/requests';
import { closeAll, createProxiedTable } from './support/surroundings';

const HOUR = 3_600_000;
const MIGRATION = '20260101000000-change';

jest.setTimeout(120_000);
afterEach(closeAll);

test('a living holder is waited for, and a killed one is followed after a lease, whatever their clocks say', async () => {
  await Promise.all([expectFollowed(0, 0), expectFollowed(HOUR, -HOUR), expectFollowed(-HOUR, HOUR)]);
});

/** @param holderShift milliseconds by which the wall clock of the holder is wrong; that of the waiter by the other number */
async function expectFollowed(holderShift: number, waiterShift: number): Promise<void> {
  const table = await createProxiedTable();
  const other = await createProxiedTable();
  const holder = await startHolder(table, 'endless', { clockShift: holderShift });
  const waiter = startMigrate({ name: table.name, proxy: other.proxy }, 'ending', { clockShift: waiterShift });
  const waiting = await waiter.says(({ type }) => type === 'waiting');
  expect(waiting).toMatchObject({ holder: { owner: expect.stringContaining(`process ${holder.pid}`) } });

  for (let beats = 0; beats < 5; beats += 1) await table.proxy.next(isHeartbeat);
  expect(other.proxy.requests.some(isTake)).toBe(false);

  const taken = other.proxy.next(isTake);
  holder.kill('SIGKILL');
  await holder.ended;
  const lastBeat = table.proxy.requests.filter(isHeartbeat).at(-1)?.at ?? Number.NaN;
  expect((await taken).at - lastBeat).toBeGreaterThanOrEqual(LEASE);
  expect(await waiter.ended).toMatchObject({ code: 0 });
  expect(await waiter.says(({ applied }) => applied !== undefined)).toEqual({ applied: [MIGRATION] });
  expect(await table.data()).toContainEqual({ pk: 'ended', sk: 'ended', count: 1 });
  expect(await table.states()).toEqual({ [MIGRATION]: 'applied' });
}

test('a holder that was stopped, and followed in the meantime, changes nothing more when it goes on, and fails', async () => {
  const table = await createProxiedTable();
  const written = createGate();
  const answers = createGate();
  // It is stopped while it waits for an answer: at any other moment a request could have passed its guard already.
  table.proxy.handle(async (request, forward) => {
    const answer = await forward();
    if (!isCount(request)) return answer;
    written.open();
    await answers.opened;
    return answer;
  });
  const holder = await startHolder(table);
  await written.opened;

  holder.kill('SIGSTOP');
  answers.open();
  await migrate({ client: table.client, tableName: table.name, migrations: ending, waitMilliseconds: 30_000 });
  const items = await table.items();
  const soFar = table.proxy.requests.length;
  holder.kill('SIGCONT');

  expect(await holder.ended).toMatchObject({ code: 1 });
  expect(await holder.says(({ error }) => error !== undefined)).toMatchObject({ error: { code: 'lock-lost' } });
  expect(await table.items()).toEqual(items);
  expect(table.proxy.requests.slice(soFar).filter((request) => isWrite(request) && !isHeartbeat(request))).toEqual([]);
});

test('a migration that blocks its event loop for longer than a lease is not let write after it', async () => {
  const table = await createProxiedTable();
  const holder = await startHolder(table, 'blocking');

  await migrate({ client: table.client, tableName: table.name, migrations: ending, waitMilliseconds: 30_000 });

  expect(await holder.ended).toMatchObject({ code: 1 });
  expect(await holder.says(({ error }) => error !== undefined)).toMatchObject({ error: { code: 'lock-lost' } });
  expect((await table.data()).map(({ pk }) => pk)).toEqual(['before', 'ended']);
  expect(await table.states()).toEqual({ [MIGRATION]: 'applied' });
});

const isCount = ({ operation, input }: ProxiedRequest): boolean =>
  operation === 'UpdateItem' && (input.Key as { pk: { S: string } }).pk.S === 'endless';
