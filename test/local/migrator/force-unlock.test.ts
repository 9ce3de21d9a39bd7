import { forceUnlock } from '../../../bootstrap/migrator/lock/force-unlock';
import { migrate } from '../../../bootstrap/migrator/migrate';
import { migrations as ending } from './migrations/ending';
import { startCommand, startHolder } from './support/processes';
import { isHeartbeat, isRecord } from './support/requests';
import { closeAll, createProxiedTable } from './support/surroundings';

const MIGRATION = '20260101000000-change';

jest.setTimeout(60_000);
afterEach(closeAll);

test('a living holder is left alone without --force; with it, it records nothing more and fails', async () => {
  const table = await createProxiedTable();
  const holder = await startHolder(table);

  const refused = await startCommand(table, 'migrate', 'unlock').ended;
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.stderr).toContain(`process ${holder.pid}`);
  expect(refused.stderr).toContain('--force takes it, whether it lives or not.');

  const unlocked = await startCommand(table, 'migrate', 'unlock', '--force').ended;
  expect(unlocked).toMatchObject({ code: 0 });
  expect(unlocked.stderr).toMatch(new RegExp(`^Took the lock from .*process ${holder.pid}\\), who held it since 20`));

  expect(await holder.ended).toMatchObject({ code: 1 });
  expect(await holder.says(({ error }) => error !== undefined)).toMatchObject({ error: { code: 'lock-lost' } });
  expect(await table.states()).toEqual({ [MIGRATION]: 'running' });

  const next = { client: table.client, tableName: table.name, migrations: ending, waitMilliseconds: 0 };
  await expect(migrate(next)).resolves.toEqual([MIGRATION]);
});

test('a holder that was unlocked before its next heartbeat can record no further migration, and says why', async () => {
  const table = await createProxiedTable();
  const [change] = ending;
  if (!change) throw new Error('There is no migration.');
  // The unlocking comes between the record of the first migration and that of the second.
  table.proxy.handle(async (request, forward) => {
    const answer = await forward();
    if (isRecord('applied')(request)) await forceUnlock(table.client, table.name);
    return answer;
  });
  const second = { ...change, name: '20260101000001-second' };
  const run = migrate({ client: table.proxied, tableName: table.name, migrations: [change, second] });
  await expect(run).rejects.toMatchObject({ code: 'lock-lost' });
  expect(table.proxy.requests.some(isHeartbeat)).toBe(false);
  expect(await table.states()).toEqual({ [change.name]: 'applied' });
});

test('where nobody holds the lock, there is nothing to unlock', async () => {
  const table = await createProxiedTable();
  const unlocked = await startCommand(table, 'migrate', 'unlock', '--force').ended;
  expect(unlocked).toMatchObject({ code: 0, stderr: 'Nobody holds the lock.\n' });
});
