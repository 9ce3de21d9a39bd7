import { DeleteItemCommand } from '@aws-sdk/client-dynamodb';
import { acquireLock, type LockOptions } from '../../../bootstrap/migrator/lock/acquire';
import { forceUnlock } from '../../../bootstrap/migrator/lock/force-unlock';
import { type HeldLock, holdLock } from '../../../bootstrap/migrator/lock/held-lock';
import { LOCK_KEY, readFence, readLock } from '../../../bootstrap/migrator/lock/lock-item';
import type { Taken } from '../../../bootstrap/migrator/lock/take';
import { NO_ANSWER, type ProxiedRequest } from '../../support/fault-proxy';
import { createGate } from '../../support/gate';
import { isHeartbeat, isRelease, isTake } from './support/requests';
import { closeAll, createProxiedTable, type ProxiedTable } from './support/surroundings';

/** No multiple of three: a third of it is no whole number of milliseconds. */
const LEASE = 601;
let table: ProxiedTable;

beforeEach(async () => {
  table = await createProxiedTable();
});
afterEach(closeAll);

async function acquire(options: Partial<LockOptions> = {}): Promise<Taken> {
  const taken = await acquireLock({
    client: table.proxied,
    tableName: table.name,
    owner: 'somebody',
    leaseMilliseconds: LEASE,
    ...options,
  });
  if (!taken) throw new Error('It was not needed any more.');
  return taken;
}

const hold = (taken: Taken): HeldLock => holdLock(table.proxied, table.name, taken, LEASE);
const lockItem = () => readLock(table.client, table.name);
const removeLock = () => table.client.send(new DeleteItemCommand({ TableName: table.name, Key: LOCK_KEY }));

test('the token grows with each holder: after a release, a takeover, a force, and where the lock was deleted by hand', async () => {
  const tokens: number[] = [];
  const note = async (taken: Taken) => {
    tokens.push(taken.token);
    expect(await lockItem()).toMatchObject({ token: taken.token, state: 'held' });
    expect(await readFence(table.client, table.name)).toBe(taken.token);
    return taken;
  };
  await hold(await note(await acquire())).release();
  await note(await acquire({ leaseMilliseconds: 100 }));
  await note(await acquire());
  await forceUnlock(table.client, table.name);
  await note(await acquire());
  await removeLock();
  await note(await acquire());
  expect(tokens).toEqual([1, 2, 3, 5, 6]);
});

test('who has not time to wait is told at once who holds the lock, since when, and what can be done', async () => {
  await acquire({ owner: 'ada@engine (process 1815)' });
  const { since } = (await lockItem()) ?? {};
  await expect(acquire({ waitMilliseconds: 0 })).rejects.toMatchObject({
    code: 'locked',
    message:
      `The migrations of table ${table.name} are locked by ada@engine (process 1815) since ${since}. Wait for it ` +
      '(--wait 10m), or, if it is certain to hang, take the lock from it with yarn migrate unlock --force: what it still ' +
      'does is then not recorded.',
  });
});

test('of two that find the same lock free, one takes it', async () => {
  const outcomes = await Promise.allSettled([acquire({ waitMilliseconds: 0 }), acquire({ waitMilliseconds: 0 })]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await lockItem()).toMatchObject({ token: 1 });
});

test.each([
  ['DynamoDB knows it again', (input: ProxiedRequest['input']) => input],
  ['DynamoDB takes it for another one', ({ ClientRequestToken: _token, ...input }: ProxiedRequest['input']) => input],
])('a lock that was taken by a request whose answer was lost is known to be its own (%s)', async (_how, sent) => {
  let lost = 0;
  table.proxy.handle(async (request, forward) => {
    if (!isTake(request)) return forward();
    const answer = await forward(sent(request.input));
    if (lost > 0) return answer;
    lost += 1;
    return NO_ANSWER;
  });
  const { token } = await acquire({ waitMilliseconds: 0 });
  expect(lost).toBe(1);
  expect(token).toBe(1);
  expect(await lockItem()).toMatchObject({ token: 1, state: 'held' });
});

test('a release whose answer was lost is a release', async () => {
  const lock = hold(await acquire());
  let lost = 0;
  table.proxy.handle(async (request, forward) => {
    const answer = await forward();
    if (!isRelease(request) || lost > 0) return answer;
    lost += 1;
    return NO_ANSWER;
  });
  await lock.release();
  expect(lost).toBe(1);
  expect(await lockItem()).toMatchObject({ state: 'released' });
});

test('a release waits for the heartbeat that is under way', async () => {
  const lock = hold(await acquire());
  const gate = createGate();
  const answered: string[] = [];
  table.proxy.handle(async (request, forward) => {
    if (isHeartbeat(request)) await gate.opened;
    const answer = await forward();
    if (isHeartbeat(request) || isRelease(request)) answered.push(isRelease(request) ? 'release' : 'heartbeat');
    return answer;
  });
  await table.proxy.next(isHeartbeat);
  const released = lock.release();
  // A request that was sent after the release, had that been sent, has come back.
  await readLock(table.proxied, table.name);
  expect(table.proxy.requests.some(isRelease)).toBe(false);
  gate.open();
  await released;
  expect(answered).toEqual(['heartbeat', 'release']);
  expect(await lockItem()).toMatchObject({ state: 'released' });
});

test('a heartbeat that the holder gave up, and that arrives after the release, is no sign of life', async () => {
  const lock = hold(await acquire());
  const gate = createGate();
  const late: Promise<unknown>[] = [];
  table.proxy.handle((request, forward) => {
    if (!isHeartbeat(request)) return forward();
    const answer = gate.opened.then(() => forward());
    late.push(answer);
    return answer;
  });
  await table.proxy.next(isHeartbeat);
  await lock.release();
  const released = await lockItem();
  gate.open();
  await Promise.all(late);
  expect(released).toMatchObject({ state: 'released' });
  expect(await lockItem()).toEqual(released);
});

test.each([
  ['taken over', () => acquire({ owner: 'another' })],
  ['unlocked by force', () => forceUnlock(table.client, table.name)],
  ['deleted by hand', removeLock],
])('a lock that was %s is not released by its former holder', async (_how, lose) => {
  // No heartbeat comes in the meantime: the former holder does not know yet.
  const lock = holdLock(table.proxied, table.name, await acquire(), 60_000);
  await lose();
  const then = await lockItem();
  await lock.release();
  expect(await lockItem()).toEqual(then);
});

test.each([
  ['taken over', () => acquire({ owner: 'another' })],
  ['unlocked by force', () => forceUnlock(table.client, table.name)],
  ['deleted by hand', removeLock],
])('a holder learns from its next heartbeat that its lock was %s', async (_how, lose) => {
  const taken = await acquire({ leaseMilliseconds: 100 });
  await lose();
  const lock = hold(taken);
  await new Promise((resolve) => lock.signal.addEventListener('abort', resolve));
  expect(lock.signal.reason).toMatchObject({ code: 'lock-lost' });
  expect(() => lock.assertHeld()).toThrow('somebody else has taken it over, or unlocked it by force');
});

test('the lock that is let go is not taken by who needs it no more', async () => {
  const lock = hold(await acquire());
  const waiting = acquireLock({
    client: table.client,
    tableName: table.name,
    owner: 'another',
    isStillNeeded: async () => false,
    onWait: () => void lock.release(),
  });
  await expect(waiting).resolves.toBeUndefined();
  expect(await lockItem()).toMatchObject({ token: 1, state: 'released', owner: 'somebody' });
});
