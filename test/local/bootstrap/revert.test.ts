import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { migrate } from '../../../bootstrap/migrator/migrate';
import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import { applyRepair, planRepair } from '../../../bootstrap/migrator/repair';
import { type RevertOptions, revert } from '../../../bootstrap/migrator/revert';
import { migrationStatus } from '../../../bootstrap/migrator/status';
import { LEDGER_PARTITION, migrationRecordKey } from '../../../table/ledger-keys';
import { createEmptyTable, type EmptyTable, type MigrationsFolder, migrationsFolder, SPEAKING } from './support';

const [A, B, C, D] = ['20260101000000-a', '20260102000000-b', '20260103000000-c', '20260104000000-d'] as const;

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

describe('where a migration that has begun has no file here', () => {
  const FAILING = `export default { up: async () => { throw new Error('half-way'); } };`;

  /** A and C are applied, `name` has failed, and its file is gone. */
  async function gone(name: string): Promise<MigrationFile[]> {
    const migrations = folder.write({ [A]: SPEAKING, [C]: SPEAKING });
    await migrate({ ...table, migrations });
    const failing = folder.write({ [name]: FAILING });
    await expect(migrate({ ...table, migrations: failing, allowOutOfOrder: true })).rejects.toThrow('half-way');
    folder.said.length = 0;
    return migrations;
  }

  test.each([
    ['failed', 'has failed'],
    ['running', 'has begun and not ended'],
  ])('nothing is reverted ahead of the newest, which is %s', async (state, became) => {
    const migrations = await gone(D);
    await setState(D, state);

    for (const options of [{}, { steps: 2 }, { to: A }, { to: C }]) {
      await expect(down(migrations, options)).rejects.toMatchObject({
        code: 'migration-ahead',
        message:
          `Migration ${D} ${became}, and this code does not have it: what came before it can't be reverted ahead of it. ` +
          `Nothing was. Use a checkout that has it; if the file is gone on purpose, accept that with yarn migrate repair ${D}.`,
      });
    }

    expect(folder.said).toEqual([]);
  });

  test('nothing is reverted or applied past one that is older than the code', async () => {
    const migrations = await gone(B);
    const newer = folder.write({ [D]: SPEAKING }).filter(({ name }) => name !== B);

    await expect(down(migrations)).rejects.toMatchObject({ code: 'migration-missing' });
    await expect(migrate({ ...table, migrations: newer })).rejects.toMatchObject({ code: 'migration-missing' });

    expect(folder.said).toEqual([]);
  });

  test.each([
    ['older', B],
    ['the newest', D],
  ])('one that is gone on purpose is passed over: %s', async (_, name) => {
    const migrations = await gone(name);
    await acceptMissing(migrations, name);

    await expect(down(migrations, { steps: 2 })).resolves.toEqual([C, A]);
  });

  test('so is one that was applied', async () => {
    const [first, , third] = await applied();
    const migrations = [first, third] as MigrationFile[];
    await acceptMissing(migrations, B);

    await expect(down(migrations, { steps: 2 })).resolves.toEqual([C, A]);
  });

  async function acceptMissing(migrations: readonly MigrationFile[], name: string): Promise<void> {
    const planned = await planRepair({ ...table, migrations }, name);
    if (!planned) throw new Error('There is nothing to repair.');
    await applyRepair({ ...table, migrations }, planned);
  }

  test("one that was reverted is in nobody's way", async () => {
    const migrations = await gone(D);
    await setState(D, 'reverted');

    await expect(down(migrations)).resolves.toEqual([C]);
  });
});

/** As a process leaves a record that was killed. */
const setState = (name: string, state: string) =>
  table.client.send(
    new UpdateItemCommand({
      TableName: table.tableName,
      Key: marshall({ pk: LEDGER_PARTITION, sk: migrationRecordKey(name) }),
      UpdateExpression: 'SET #state = :state',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: marshall({ ':state': state }),
    }),
  );
