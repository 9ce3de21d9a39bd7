import type { Child } from '../../support/child';
import { startCommand, startHolder } from './support/processes';
import { isTake } from './support/requests';
import { closeAll, createProxiedTable, type ProxiedTable } from './support/surroundings';

jest.setTimeout(60_000);
afterEach(closeAll);

/** A table that a process migrates, and another proxy in front of it for who comes after. */
async function createHeldTable(): Promise<{ other: Pick<ProxiedTable, 'name' | 'proxy'>; holder: Child }> {
  const table = await createProxiedTable();
  const { proxy } = await createProxiedTable();
  return { other: { name: table.name, proxy }, holder: await startHolder(table) };
}

test('--no-wait fails at once and names the holder', async () => {
  const { other, holder } = await createHeldTable();
  const { code, stderr } = await startCommand(other, 'bootstrap', '--no-wait').ended;
  expect(code).toBe(1);
  expect(stderr).toContain(`Error: The migrations of table ${other.name} are locked by `);
  expect(stderr).toContain(`process ${holder.pid}`);
  expect(stderr).not.toContain('Waiting for');
  expect(other.proxy.requests.some(isTake)).toBe(false);
});

test('--wait says for whom it waits, and gives up when its time is over', async () => {
  const { other, holder } = await createHeldTable();
  const { code, stderr } = await startCommand(other, 'bootstrap', '--wait', '700ms').ended;
  expect(code).toBe(1);
  const owner = `.*process ${holder.pid}\\)`;
  expect(stderr).toMatch(new RegExp(`^Waiting for ${owner}, who has migrated this table since 20`, 'm'));
  expect(stderr.match(/^Waiting for/gm)).toHaveLength(1);
  expect(stderr).toMatch(new RegExp(`^Error: .* are locked by ${owner} since 20`, 'm'));
  expect(other.proxy.requests.some(isTake)).toBe(false);
});

test.each([
  ['bootstrap', ['--wait', 'long'], '--wait takes a duration such as 90s or 10m, not "long". yarn bootstrap --help'],
  ['migrate', ['up', '--wait', '1m', '--no-wait'], 'give one. yarn migrate --help'],
  ['migrate', ['status', '--phase', 'all'], '--phase is for up, plan, not for status.'],
  ['migrate', ['create', 'a', '--force'], '--force is for unlock, not for create.'],
] as const)('a flag that is wrong is said before anything else: yarn %s %j', async (command, words, said) => {
  const table = await createProxiedTable();
  const { code, stderr } = await startCommand(table, command, ...words).ended;
  expect(code).toBe(64);
  expect(stderr).toContain(said);
  expect(table.proxy.requests).toEqual([]);
});
