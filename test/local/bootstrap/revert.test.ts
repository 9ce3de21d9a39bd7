import { migrate } from '../../../bootstrap/migrator/migrate';
import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import { type RevertOptions, revert } from '../../../bootstrap/migrator/revert';
import { migrationStatus } from '../../../bootstrap/migrator/status';
import { createEmptyTable, type EmptyTable, type MigrationsFolder, migrationsFolder, SPEAKING } from './support';

const [A, B, C] = ['20260101000000-a', '20260102000000-b', '20260103000000-c'] as const;

let table: EmptyTable;
let folder: MigrationsFolder;

beforeEach(async () => {
  table = await createEmptyTable();
  folder = migrationsFolder();
});

afterEach(async () => {
  await table.remove();
  folder.remove();
});

const down = (migrations: readonly MigrationFile[], options: Partial<RevertOptions> = {}) =>
  revert({ ...table, migrations, ...options });

/** Three migrations, all applied. */
async function applied(sources: Record<string, string> = {}): Promise<MigrationFile[]> {
  const migrations = folder.write({ [A]: SPEAKING, [B]: SPEAKING, [C]: SPEAKING, ...sources });
  await migrate({ ...table, migrations });
  folder.said.length = 0;
  return migrations;
}

test('the newest is reverted, and can be applied again', async () => {
  const migrations = await applied();

  await expect(down(migrations)).resolves.toEqual([C]);

  expect(folder.said).toEqual([`down ${C}`]);
  await expect(migrationStatus({ ...table, migrations })).resolves.toMatchObject([
    { state: 'applied' },
    { state: 'applied' },
    { name: C, state: 'reverted' },
  ]);
  await expect(migrate({ ...table, migrations })).resolves.toEqual([C]);
});

test('as many as are asked for are reverted, the newest first', async () => {
  const migrations = await applied();

  await expect(down(migrations, { steps: 2 })).resolves.toEqual([C, B]);

  expect(folder.said).toEqual([`down ${C}`, `down ${B}`]);
});

test('what is reverted already is not again', async () => {
  const migrations = await applied();
  await down(migrations);

  await expect(down(migrations, { steps: 5 })).resolves.toEqual([B, A]);
  await expect(down(migrations)).resolves.toEqual([]);
});

test('to a migration, all that came after it are reverted and it stays', async () => {
  const migrations = await applied();

  await expect(down(migrations, { to: A })).resolves.toEqual([C, B]);

  await expect(migrationStatus({ ...table, migrations })).resolves.toMatchObject([
    { name: A, state: 'applied' },
    { name: B, state: 'reverted' },
    { name: C, state: 'reverted' },
  ]);
});

test('to a migration that does not exist nothing is reverted', async () => {
  const migrations = await applied();

  await expect(down(migrations, { to: 'a' })).rejects.toMatchObject({ code: 'unknown-migration' });

  expect(folder.said).toEqual([]);
});

test('where one of them has no down, nothing is reverted', async () => {
  const migrations = await applied({ [B]: 'export default { up: async () => undefined };' });

  await expect(down(migrations, { steps: 3 })).rejects.toMatchObject({
    code: 'no-down',
    message: `Migration ${B} has no \`down\` and cannot be reverted; nothing was. Add one, or undo what it did in a new migration.`,
  });

  expect(folder.said).toEqual([]);
});

test('a down that fails is recorded with its error, and ends the run', async () => {
  const migrations = await applied({
    [B]: `export default { up: async () => undefined, down: async () => { throw new Error('still in use'); } };`,
  });

  await expect(down(migrations, { steps: 3 })).rejects.toMatchObject({
    code: 'migration-failed',
    message: expect.stringContaining(`Migration ${B} failed in its down: still in use`),
  });

  await expect(migrationStatus({ ...table, migrations })).resolves.toMatchObject([
    { name: A, state: 'applied' },
    { name: B, state: 'failed', error: 'still in use' },
    { name: C, state: 'reverted' },
  ]);
});

test('a migration that failed half-way can be reverted', async () => {
  const migrations = folder.write({
    [A]: SPEAKING,
    [B]: `export default {
      up: async () => { throw new Error('half-way'); },
      down: async ({ name }) => say('down ' + name),
    };`,
  });
  await expect(migrate({ ...table, migrations })).rejects.toThrow('half-way');

  await expect(down(migrations)).resolves.toEqual([B]);

  expect(folder.said).toEqual([`up ${A}`, `down ${B}`]);
});
