import { migrate } from '../../../bootstrap/migrator/migrate';
import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import { revert } from '../../../bootstrap/migrator/revert';
import type { MigrationEvent, RunOptions } from '../../../bootstrap/migrator/run-options';
import { changeSettings } from '../../../bootstrap/migrator/steps/change-settings';
import { describeTable } from '../../../bootstrap/wait-for-table';
import type { TableSettings } from '../../../table/deployment';
import { createEmptyTable, type EmptyTable } from './support';

const NAME = '20260101000000-change-settings';

let table: EmptyTable;

beforeEach(async () => {
  table = await createEmptyTable();
});

afterEach(() => table.remove());

const described = () => describeTable(table.client, table.tableName);

/** A run of one migration that changes these settings, and those when it is reverted. */
function runOf(up: TableSettings, down: TableSettings = {}): RunOptions {
  const migration: MigrationFile = {
    name: NAME,
    path: `${NAME}.ts`,
    checksum: () => NAME,
    load: () => ({
      up: ({ context }) => context.settings(up),
      down: ({ context }) => context.settings(down),
    }),
  };
  return { client: table.client, tableName: table.tableName, migrations: [migration], isLocal: true };
}

test('a migration switches the stream on, and its down switches it off', async () => {
  const run = runOf({ stream: 'NEW_AND_OLD_IMAGES' }, { stream: false });

  await migrate(run);
  await expect(described()).resolves.toMatchObject({
    TableStatus: 'ACTIVE',
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
  });

  await revert(run);
  expect((await described()).StreamSpecification?.StreamEnabled ?? false).toBe(false);
});

test('settings that a migration does not name stay as they are', async () => {
  await changeSettings(table, { stream: 'KEYS_ONLY', billing: { readUnits: 5, writeUnits: 6 } });

  await migrate(runOf({ billing: 'on-demand' }));

  await expect(described()).resolves.toMatchObject({
    BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' },
    StreamSpecification: { StreamViewType: 'KEYS_ONLY' },
  });
});

test('a migration that ran before its record failed finds its settings as it wants them, and changes nothing', async () => {
  await changeSettings(table, { stream: 'KEYS_ONLY' });
  table.calls.length = 0;

  await migrate(runOf({ stream: 'KEYS_ONLY' }));

  expect(table.calls).not.toContain('UpdateTable');
});

test('what DynamoDB Local does not have is skipped with a warning', async () => {
  const events: MigrationEvent[] = [];

  await migrate({ ...runOf({ pointInTimeRecovery: true }), onEvent: (event) => events.push(event) });

  expect(events.map(({ type }) => type)).toEqual(['applying', 'warning', 'applied']);
  expect(events[1]).toEqual({
    type: 'warning',
    message: expect.stringMatching(/^pointInTimeRecovery is skipped: ./),
  });
});

test('outside local what is not taken fails the migration, with table and setting', async () => {
  await expect(migrate({ ...runOf({ pointInTimeRecovery: true }), isLocal: false })).rejects.toMatchObject({
    code: 'migration-failed',
    message: expect.stringContaining(
      `Migration ${NAME} failed: Table ${table.tableName}: pointInTimeRecovery: DynamoDB refuses it`,
    ),
    cause: expect.objectContaining({ code: 'setting-refused' }),
  });
});
