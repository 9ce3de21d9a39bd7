import { once } from 'node:events';
import { migrate } from '../../../bootstrap/migrator/migrate';
import { type Answer, refusal } from '../../support/fault-proxy';
import { createGate } from '../../support/gate';
import { put } from './support/items';
import { migrationFile } from './support/migration-file';
import { isHeartbeat, isTake } from './support/requests';
import { closeAll, createProxiedTable } from './support/surroundings';

const LEASE = 2_400;

afterEach(closeAll);

test.each<[string, () => Promise<Answer>]>([
  ['answered with an error of the server', async () => refusal(500, 'InternalServerError')],
  ['throttled', async () => refusal(400, 'ProvisionedThroughputExceededException')],
  ['not answered', () => new Promise(() => {})],
])('where no heartbeat is let through (%s), the holder stops before anybody takes over', async (_how, answer) => {
  const table = await createProxiedTable();
  table.proxy.handle((request, forward) => (isHeartbeat(request) ? answer() : forward()));
  const other = await createProxiedTable();
  const begun = createGate();
  let stopped = Number.NaN;
  const holding = migrationFile('20260101000000-change', async ({ context: { client, tableName, signal } }) => {
    begun.open();
    await once(signal, 'abort');
    stopped = performance.now();
    // A migration that goes on all the same, and says nothing of it.
    await put(client, tableName, 'after').catch(() => undefined);
  });
  const following = migrationFile('20260101000000-change', ({ context: { client, tableName } }) =>
    put(client, tableName, 'followed'),
  );

  const takenOver = other.proxy.next(isTake);
  const run = { tableName: table.name, leaseMilliseconds: LEASE };
  const held = migrate({ ...run, client: table.proxied, migrations: [holding] });
  const lost = expect(held).rejects.toMatchObject({
    code: 'lock-lost',
    message:
      `The lock of the migrations of table ${table.name} is lost: it could not be renewed for 2.4 s. This run stopped and ` +
      'recorded nothing more. Whoever holds the lock now goes on from what is recorded; run the command again to be sure.',
  });
  await begun.opened;
  await migrate({ ...run, client: other.proxied, migrations: [following], waitMilliseconds: 10_000 });
  await lost;

  expect(table.proxy.requests.some(isHeartbeat)).toBe(true);
  expect(stopped).toBeLessThan((await takenOver).at);
  expect((await table.data()).map(({ pk }) => pk)).toEqual(['followed']);
  expect(await table.states()).toEqual({ '20260101000000-change': 'applied' });
});

test('single heartbeats that fail do not end a run that outlasts its lease', async () => {
  const table = await createProxiedTable();
  let beats = 0;
  table.proxy.handle((request, forward) => {
    if (!isHeartbeat(request)) return forward();
    beats += 1;
    return beats % 2 === 1 ? refusal(400, 'ValidationException') : forward();
  });
  const long = migrationFile('20260101000000-change', async () => {
    for (let beat = 0; beat < 5; beat += 1) await table.proxy.next(isHeartbeat);
  });
  const options = { client: table.proxied, tableName: table.name, migrations: [long], leaseMilliseconds: LEASE };
  await expect(migrate(options)).resolves.toEqual([long.name]);
});
