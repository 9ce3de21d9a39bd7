import { type MigrateOptions, migrate } from '../../../bootstrap/migrator/migrate';
import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import type { MigrationEvent } from '../../../bootstrap/migrator/run-options';
import { pendingMigrations } from '../../../bootstrap/migrator/select';
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

const up = (migrations: readonly MigrationFile[], options: Partial<MigrateOptions> = {}) =>
  migrate({ ...table, migrations, ...options });
const statusOf = (migrations: readonly MigrationFile[]) => migrationStatus({ ...table, migrations });

test('pending migrations are applied in the order of their names', async () => {
  const migrations = folder.write({ [C]: SPEAKING, [A]: SPEAKING, [B]: SPEAKING });

  await expect(up(migrations)).resolves.toEqual([A, B, C]);

  expect(folder.said).toEqual([`up ${A}`, `up ${B}`, `up ${C}`]);
});

test('the ledger tells of each migration when it was applied, by whom and how long it took', async () => {
  const migrations = folder.write({ [A]: SPEAKING, [B]: SPEAKING });
  await up(migrations, { to: A });

  const [first, second, ...more] = await statusOf(migrations);

  expect(first).toEqual({
    name: A,
    state: 'applied',
    phase: 'expand',
    checksum: migrations[0]?.checksum(),
    by: expect.stringContaining(`process ${process.pid}`),
    startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    finishedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    durationMilliseconds: expect.any(Number),
    file: 'unchanged',
  });
  expect(second).toEqual({ name: B, state: 'pending', phase: 'expand', file: 'new' });
  expect(more).toEqual([]);
});

test('a record whose file is gone, or is another now, is told of as well', async () => {
  await up(folder.write({ [A]: SPEAKING }));

  await expect(statusOf([])).resolves.toMatchObject([{ name: A, state: 'applied', file: 'missing' }]);
  const edited = folder.write({ [A]: `${SPEAKING} // edited` });
  await expect(statusOf(edited)).resolves.toMatchObject([{ name: A, state: 'applied', file: 'edited' }]);
});

test('one pending file that can not be loaded is told of beside all others', async () => {
  await up(folder.write({ [A]: SPEAKING }));
  const migrations = folder.write({ [B]: 'export default {' });

  await expect(statusOf(migrations)).resolves.toMatchObject([
    { name: A, state: 'applied' },
    { name: B, state: 'pending', phase: 'unknown', error: expect.stringContaining(`${B}.ts cannot be loaded`) },
  ]);
});

test('it is told what runs and how long it took', async () => {
  const events: MigrationEvent[] = [];
  await up(folder.write({ [A]: SPEAKING }), { onEvent: (event) => events.push(event) });

  expect(events).toEqual([
    { type: 'applying', name: A },
    { type: 'applied', name: A, durationMilliseconds: expect.any(Number) },
  ]);
});

describe('a migration that fails', () => {
  const FAILING = `export default { up: async ({ name }) => { say('up ' + name); throw new Error('no such attribute'); } };`;

  test('ends the run, is recorded with its error, and those before it stay applied', async () => {
    const migrations = folder.write({ [A]: SPEAKING, [B]: FAILING, [C]: SPEAKING });

    await expect(up(migrations)).rejects.toMatchObject({
      name: 'BootstrapError',
      code: 'migration-failed',
      message: `Migration ${B} failed: no such attribute\nIt counts as not applied. Mend what it says, then run the command again.`,
      cause: expect.objectContaining({ message: 'no such attribute' }),
    });

    expect(folder.said).toEqual([`up ${A}`, `up ${B}`]);
    await expect(statusOf(migrations)).resolves.toMatchObject([
      { name: A, state: 'applied' },
      { name: B, state: 'failed', error: 'no such attribute', durationMilliseconds: expect.any(Number) },
      { name: C, state: 'pending' },
    ]);
  });

  test('runs again with the next run, and its error is gone when it succeeds', async () => {
    const other = migrationsFolder();
    await expect(up(folder.write({ [A]: SPEAKING, [B]: FAILING }))).rejects.toThrow('no such attribute');

    const mended = other.write({ [A]: SPEAKING, [B]: SPEAKING });
    await expect(up(mended)).resolves.toEqual([B]);

    const [, second] = await statusOf(mended);
    expect(second).toMatchObject({ name: B, state: 'applied' });
    expect(second).not.toHaveProperty('error');
    other.remove();
  });

  test('is recorded also where its error is longer than an item may be', async () => {
    const migrations = folder.write({
      [A]: `export default { up: async () => { throw new Error('x'.repeat(500_000)); } };`,
    });

    await expect(up(migrations)).rejects.toMatchObject({ code: 'migration-failed' });

    await expect(statusOf(migrations)).resolves.toMatchObject([{ state: 'failed', error: 'x'.repeat(4_096) }]);
  });

  test('tells its own error also where the ledger cannot be written', async () => {
    const migrations = folder.write({ [A]: FAILING });
    table.client.middlewareStack.add(
      (next, { commandName }) =>
        (call) => {
          if (commandName === 'TransactWriteItemsCommand' && JSON.stringify(call.input).includes('"failed"'))
            throw new Error('gone');
          return next(call);
        },
      { step: 'initialize' },
    );

    await expect(up(migrations)).rejects.toThrow('no such attribute');

    await expect(statusOf(migrations)).resolves.toMatchObject([{ name: A, state: 'running' }]);
  });
});

test('a migration that was interrupted is recorded as running, and runs again', async () => {
  const migrations = folder.write({
    [A]: `export default { up: ({ name }) => new Promise((resolve) => { globalThis.end = resolve; say('up ' + name); }) };`,
  });
  const interrupted = up(migrations);
  await until(() => folder.said.length === 1);

  await expect(statusOf(migrations)).resolves.toMatchObject([{ name: A, state: 'running' }]);
  await expect(pendingMigrations({ ...table, migrations })).resolves.toMatchObject([{ name: A }]);

  (globalThis as unknown as { end(): void }).end();
  await interrupted;
});

test('an interruption ends the run before the next migration', async () => {
  const controller = new AbortController();
  const migrations = folder.write({ [A]: SPEAKING, [B]: SPEAKING });
  const onEvent = ({ type }: MigrationEvent) => type === 'applied' && controller.abort();

  await expect(up(migrations, { signal: controller.signal, onEvent })).rejects.toMatchObject({
    name: 'AbortError',
  });

  expect(folder.said).toEqual([`up ${A}`]);
  await expect(statusOf(migrations)).resolves.toMatchObject([
    { name: A, state: 'applied' },
    { name: B, state: 'pending' },
  ]);
});

describe('to a migration', () => {
  test('it and those before it are applied', async () => {
    const migrations = folder.write({ [A]: SPEAKING, [B]: SPEAKING, [C]: SPEAKING });

    await expect(up(migrations, { to: B })).resolves.toEqual([A, B]);

    await expect(pendingMigrations({ ...table, migrations })).resolves.toMatchObject([{ name: C }]);
  });
});

/** Resolves in the turn of the event loop in which the condition has come true. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}
