import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadMigrations } from '../../../bootstrap/migrator/load-migrations';
import { migrate } from '../../../bootstrap/migrator/migrate';
import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import { applyRepair, planRepair } from '../../../bootstrap/migrator/repair';
import { revert } from '../../../bootstrap/migrator/revert';
import { migrationStatus } from '../../../bootstrap/migrator/status';
import { put } from './support/items';
import { migrationFile } from './support/migration-file';
import { startCommand } from './support/processes';
import { isWrite } from './support/requests';
import { closeAll, createProxiedTable, type ProxiedTable } from './support/surroundings';

const NAME = '20260101000000-change';

let table: ProxiedTable;
beforeEach(async () => {
  table = await createProxiedTable();
});
afterEach(closeAll);

const run = (...migrations: ReturnType<typeof migrationFile>[]) => ({
  client: table.proxied,
  tableName: table.name,
  migrations,
});
const first = migrationFile(NAME, undefined, { down: async () => {} });
const edited = migrationFile(NAME, undefined, { source: 'edited', down: async () => {} });

test('the checksum of an edited file is accepted, once it was shown', async () => {
  await migrate(run(first));
  await expect(migrate(run(edited))).rejects.toMatchObject({ code: 'migration-edited' });
  const writes = table.proxy.requests.filter(isWrite).length;
  const planned = await planRepair(run(edited), NAME);
  expect(table.proxy.requests.filter(isWrite)).toHaveLength(writes);
  if (!planned) throw new Error('There is nothing to repair.');
  expect(planned.change).toBe(`checksum: ${first.checksum().slice(0, 12)} → ${edited.checksum().slice(0, 12)}`);
  await applyRepair(run(edited), planned);
  await expect(migrate(run(edited))).resolves.toEqual([]);
  await expect(planRepair(run(edited), NAME)).resolves.toBeUndefined();
});

test('a missing file is accepted, and one that comes back is checked again', async () => {
  await migrate(run(first));
  await expect(migrate(run())).rejects.toMatchObject({ code: 'migration-missing' });
  const planned = await planRepair(run(), NAME);
  if (!planned) throw new Error('There is nothing to repair.');
  expect(planned.change).toBe('file: missing → missing on purpose. It is applied: what it did stays as it is');
  await applyRepair(run(), planned);
  await expect(migrate(run())).resolves.toEqual([]);
  await expect(migrate(run(edited))).rejects.toMatchObject({ code: 'migration-edited' });
});

describe('a migration that was broken off and has no file any more', () => {
  const OLDER = '20250101000000-older';
  const OLDEST = '20240101000000-oldest';
  const failing = migrationFile(NAME, () => Promise.reject(new Error('half-way')), { phase: 'contract' });
  const [older, oldest] = [migrationFile(OLDER), migrationFile(OLDEST)];
  const plan = (...migrations: MigrationFile[]) => planRepair(run(...migrations), NAME);

  beforeEach(async () => {
    await expect(migrate({ ...run(oldest, older, failing), phase: 'all' })).rejects.toThrow('half-way');
  });

  test('is accepted, for this code and newer, and keeps its record; what it did is said to stay', async () => {
    await expect(migrate(run(oldest, older))).rejects.toMatchObject({ code: 'contract-ahead' });
    const planned = await plan(oldest, older);
    if (!planned) throw new Error('There is nothing to repair.');
    expect(planned.change).toBe(
      'file: missing → missing on purpose. It has failed: what it did until then stays as it is, also where it took away ' +
        'what this code needs',
    );
    await applyRepair(run(oldest, older), planned);

    await expect(migrationStatus(run(oldest, older))).resolves.toMatchObject([
      { state: 'applied' },
      { state: 'applied' },
      { name: NAME, state: 'failed', error: 'half-way', file: 'missing', fileMayBeMissing: true },
    ]);
    await expect(plan(oldest, older)).resolves.toBeUndefined();
    await expect(migrate(run(oldest, older))).resolves.toEqual([]);
    await expect(migrate(run(oldest))).rejects.toMatchObject({ code: 'contract-ahead' });
    const [, , inOlderCode] = await migrationStatus(run(oldest));
    expect(inOlderCode).not.toHaveProperty('fileMayBeMissing');
  });

  test('is told to have taken away what it did where it was applied as well', async () => {
    await migrate({ ...run(oldest, older, migrationFile(NAME, undefined, { phase: 'contract' })), phase: 'all' });
    await expect(plan(oldest, older)).resolves.toMatchObject({
      change:
        'file: missing → missing on purpose. It is applied: what it did stays as it is, also where it took away what this ' +
        'code needs',
    });
  });

  test('runs where its file comes back, and is not gone any more', async () => {
    const planned = await plan(older);
    if (!planned) throw new Error('There is nothing to repair.');
    await applyRepair(run(older), planned);
    const mended = migrationFile(NAME);

    await expect(migrate(run(oldest, older, mended))).resolves.toEqual([NAME]);

    const statuses = await migrationStatus(run(oldest, older));
    expect(statuses.at(-1)).toMatchObject({ state: 'applied', file: 'missing' });
    expect(statuses.at(-1)).not.toHaveProperty('fileMayBeMissing');
  });

  test('that was applied since the repair was shown is left alone', async () => {
    const planned = await plan(older);
    if (!planned) throw new Error('There is nothing to repair.');
    await migrate(run(oldest, older, migrationFile(NAME)));

    await expect(applyRepair(run(older), planned)).rejects.toMatchObject({ code: 'repair-outdated' });
  });

  test('and was reverted has nothing to repair: without its file it does not run', async () => {
    await revert(run(oldest, older, migrationFile(NAME, undefined, { down: async () => {} })));

    await expect(plan(oldest, older)).rejects.toMatchObject({
      code: 'not-applied',
      message:
        `Migration ${NAME} is reverted in table ${table.name}: there is nothing to repair. Without a file, which it has ` +
        'not got here, it does not run.',
    });
  });
});

test('a migration that was reverted since the repair was shown is not written as applied', async () => {
  await migrate(run(first));
  const planned = await planRepair(run(edited), NAME);
  if (!planned) throw new Error('There is nothing to repair.');
  await revert(run(first));
  await expect(applyRepair(run(edited), planned)).rejects.toMatchObject({ code: 'not-applied' });
  expect(await table.states()).toEqual({ [NAME]: 'reverted' });
});

test('what is not applied is not repaired', async () => {
  await expect(planRepair(run(first), NAME)).rejects.toMatchObject({
    code: 'not-applied',
    message:
      `Migration ${NAME} is not in the ledger in table ${table.name}: there is nothing to repair. What is not applied ` +
      'runs at the next yarn migrate up, as its file is then.',
  });
});

describe('a migration that is not applied, whose backfill is unfinished,', () => {
  const items = ['a', 'b', 'c'];
  /** Marks all items, but fails at one. */
  const marking = (mark: string, failing?: string) =>
    migrationFile(NAME, ({ context }) =>
      context.backfill({
        transform: (item) => {
          if (item.pk === failing) throw new Error('refused');
          return { ...item, mark: item.mark ?? mark };
        },
      }),
    );
  /** The same, in other words: what they do with an item is theirs, but their source is another. */
  const rewritten = migrationFile(NAME, ({ context }) =>
    context.backfill({ transform: (item) => (item.mark ? item : { ...item, mark: 'rewritten' }) }),
  );
  const plan = () => planRepair(run(rewritten), NAME);

  beforeEach(async () => {
    for (const name of items) await put(table.client, table.name, name);
    await expect(migrate(run(marking('first', 'b')))).rejects.toThrow('refused');
  });

  test('goes on with another transform, once that was accepted, and once only', async () => {
    await expect(migrate(run(rewritten))).rejects.toMatchObject({
      message: expect.stringContaining(`yarn migrate repair ${NAME}`),
    });
    const planned = await plan();
    if (!planned) throw new Error('There is nothing to repair.');
    expect(planned.change).toBe(
      'backfill backfill-1: goes on as it was → goes on, also with another transform and match',
    );
    await applyRepair(run(rewritten), planned);
    await expect(plan()).resolves.toBeUndefined();

    await expect(migrate(run(rewritten))).resolves.toEqual([NAME]);

    expect(await table.data()).toEqual(
      items.map((name) => ({ pk: name, sk: name, mark: expect.stringMatching(/^(first|rewritten)$/) })),
    );
  });

  test('that was applied since the repair was shown is left alone', async () => {
    const planned = await plan();
    if (!planned) throw new Error('There is nothing to repair.');
    await migrate(run(marking('first')));

    await expect(applyRepair(run(rewritten), planned)).rejects.toMatchObject({ code: 'repair-outdated' });

    expect(await table.states()).toEqual({ [NAME]: 'applied' });
  });

  test('and whose file is gone does not go on: that it is gone is what is accepted', async () => {
    await expect(planRepair(run(), NAME)).resolves.toMatchObject({
      change: 'file: missing → missing on purpose. It has failed: what it did until then stays as it is',
    });
  });

  test('that was reverted has nothing to repair', async () => {
    const reverting = { ...first, load: () => ({ up: async () => {}, down: async () => {} }) };
    await revert(run(reverting));

    await expect(plan()).rejects.toMatchObject({ code: 'not-applied' });
  });
});

describe('yarn migrate repair', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'groundwork-migrations-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (source: string) => writeFileSync(path.join(folder, `${NAME}.ts`), source);
  const repair = (...words: string[]) =>
    startCommand(table, 'migrate', 'repair', NAME, '--migrations', folder, ...words);

  test('shows what it would write, and writes it only where it was told to', async () => {
    write('export default { up: async () => {} };\n');
    const before = loadMigrations(folder)[0]?.checksum() ?? '';
    const written = migrationFile(NAME, undefined, { source: 'export default { up: async () => {} };\n' });
    await migrate(run(written));
    write('export default { up: async () => {} }; // edited\n');
    const after = loadMigrations(folder)[0]?.checksum() ?? '';
    const shown = `${NAME}: checksum: ${before.slice(0, 12)} → ${after.slice(0, 12)}\n`;
    const items = await table.items();

    const asked = await repair().ended;
    expect(asked).toMatchObject({ code: 1 });
    expect(asked.stderr).toContain(shown);
    expect(asked.stderr).toContain('Nobody can be asked here: run it with --yes.');
    expect(await table.items()).toEqual(items);

    expect(await repair('--yes').ended).toMatchObject({ code: 0, stderr: shown });
    await expect(planRepair(run(...loadMigrations(folder)), NAME)).resolves.toBeUndefined();
  });
});
