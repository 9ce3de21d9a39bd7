import { UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { type BootstrapOptions, bootstrap, checkBootstrap } from '../../../bootstrap/bootstrap';
import type { MigrationEvent } from '../../../bootstrap/migrator/run-options';
import { describeTable } from '../../../bootstrap/wait-for-table';
import { type Answer, type Endpoint, fault, startEndpoint } from '../../unit/bootstrap/settings/endpoint';
import {
  type CountingClient,
  countingClient,
  type MigrationsFolder,
  migrationsFolder,
  newTableName,
  removeTable,
  SPEAKING,
} from './support';

const A = '20260101000000-a';

let counting: CountingClient;
let folder: MigrationsFolder;
let options: BootstrapOptions;
let events: MigrationEvent[];
let endpoint: Endpoint | undefined;

beforeEach(() => {
  counting = countingClient();
  folder = migrationsFolder();
  events = [];
  options = {
    client: counting.client,
    table: { name: newTableName() },
    isLocal: true,
    migrations: folder.write({ [A]: SPEAKING }),
    onEvent: (event) => events.push(event),
  };
});

afterEach(async () => {
  folder.remove();
  await endpoint?.stop();
  endpoint = undefined;
  const unprotected = { TableName: options.table.name, DeletionProtectionEnabled: false };
  await counting.client.send(new UpdateTableCommand(unprotected));
  await removeTable(counting.client, options.table.name);
});

const withSettings = (settings: Partial<BootstrapOptions['table']>): BootstrapOptions => ({
  ...options,
  table: { ...options.table, ...settings },
});

const described = () => describeTable(counting.client, options.table.name);

/** Its clients speak with DynamoDB Local but for these operations, which it lacks or which are to go wrong. */
async function through(answers: Record<string, Answer>): Promise<BootstrapOptions['client']> {
  endpoint = await startEndpoint(answers, process.env.AWS_ENDPOINT_URL_DYNAMODB);
  return endpoint.client;
}

const typesOf = (some: readonly MigrationEvent[]) => some.map(({ type }) => type);

test('a new table has its settings from the beginning; only what CreateTable cannot set is changed', async () => {
  const declared = withSettings({
    billing: { readUnits: 5, writeUnits: 6 },
    stream: 'NEW_IMAGE',
    timeToLive: 'expires',
  });

  const change = { setting: 'timeToLive', from: 'off', to: 'expires' };
  await expect(bootstrap(declared)).resolves.toEqual({ tableCreated: true, settings: [change], applied: [A] });

  expect(typesOf(events)).toEqual(['table-created', 'setting', 'applying', 'applied']);
  expect(events[1]).toEqual({ type: 'setting', change });
  await expect(described()).resolves.toMatchObject({
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
  });
});

test('of a table that is there each setting that differs is changed and reported, as the check said before', async () => {
  await bootstrap({ ...options, migrate: false });
  const declared = withSettings({ billing: { readUnits: 5, writeUnits: 6 }, stream: 'KEYS_ONLY' });
  const before = await described();
  counting.calls.length = 0;
  events.length = 0;

  await expect(checkBootstrap(declared)).resolves.toEqual([
    'billing: on-demand → provisioned (5 read, 6 write units)',
    'stream: off → KEYS_ONLY',
    `apply migration ${A}`,
  ]);
  expect(counting.calls).toEqual(['DescribeTable', 'Query']);
  expect(events).toEqual([]);
  await expect(described()).resolves.toEqual(before);

  const changes = [
    { setting: 'billing', from: 'on-demand', to: 'provisioned (5 read, 6 write units)' },
    { setting: 'stream', from: 'off', to: 'KEYS_ONLY' },
  ];
  await expect(bootstrap(declared)).resolves.toEqual({ tableCreated: false, settings: changes, applied: [A] });
  expect(events.slice(0, 2)).toEqual(changes.map((change) => ({ type: 'setting', change })));
  expect(typesOf(events.slice(2))).toEqual(['applying', 'applied']);

  await expect(checkBootstrap(declared)).resolves.toEqual([]);
  counting.calls.length = 0;
  await expect(bootstrap(declared)).resolves.toEqual({ tableCreated: false, settings: [], applied: [] });
  expect(counting.calls).toEqual(['DescribeTable', 'Query']);
});

test('what DynamoDB Local does not have is skipped by name', async () => {
  const declared = withSettings({ pointInTimeRecovery: true });

  await expect(bootstrap(declared)).resolves.toMatchObject({ settings: [], applied: [A] });

  expect(events[1]).toEqual({ type: 'skipped', setting: 'pointInTimeRecovery', reason: expect.any(String) });
});

describe('outside local, what guards the data', () => {
  test.each([
    ['is on where nothing is declared', {}, { deletionProtection: true, pointInTimeRecovery: true }],
    [
      'is off where its declaration says so',
      { deletionProtection: false, pointInTimeRecovery: false },
      { deletionProtection: false, pointInTimeRecovery: false },
    ],
  ])('%s', async (_, declared, expected) => {
    let recovery = 'DISABLED';
    const status = () => ({ PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: recovery } });
    const client = await through({
      DescribeContinuousBackups: () => ({ ContinuousBackupsDescription: status() }),
      UpdateContinuousBackups: () => {
        recovery = 'ENABLED';
        return { ContinuousBackupsDescription: status() };
      },
    });

    const { settings } = await bootstrap({ ...withSettings(declared), client, isLocal: false, migrate: false });

    const change = { setting: 'pointInTimeRecovery', from: 'off', to: 'on' };
    expect(settings).toEqual(expected.pointInTimeRecovery ? [change] : []);
    const { DeletionProtectionEnabled } = await described();
    expect(DeletionProtectionEnabled).toBe(expected.deletionProtection);
  });
});

describe('a time to live that AWS does not take before an hour is over', () => {
  const tooSoon = () => {
    throw fault('ValidationException', 'Time to live has been modified multiple times within a fixed interval');
  };

  test('is a warning: all other settings are changed, and the migrations are applied', async () => {
    await bootstrap({ ...options, migrate: false });
    events.length = 0;
    const client = await through({ UpdateTimeToLive: tooSoon });

    const result = await bootstrap({ ...withSettings({ stream: 'NEW_IMAGE', timeToLive: 'expires' }), client });

    const change = { setting: 'stream', from: 'off', to: 'NEW_IMAGE' };
    expect(result).toEqual({ tableCreated: false, settings: [change], applied: [A] });
    expect(typesOf(events)).toEqual(['setting', 'warning', 'applying', 'applied']);
    expect(events[1]).toEqual({
      type: 'warning',
      message: expect.stringMatching(
        new RegExp(
          `^Table ${options.table.name}: timeToLive, off → expires: .* run yarn bootstrap again in an hour\\.$`,
        ),
      ),
    });
  });

  test('is reported as far as it came, where only the old attribute could be switched off', async () => {
    await bootstrap({ ...withSettings({ timeToLive: 'old' }), migrate: false });
    let changes = 0;
    const client = await through({
      UpdateTimeToLive: () => {
        changes += 1;
        return changes === 1 ? undefined : tooSoon();
      },
    });

    const { settings, applied } = await bootstrap({ ...withSettings({ timeToLive: 'new' }), client });

    expect(settings).toEqual([{ setting: 'timeToLive', from: 'old', to: 'off' }]);
    expect(applied).toEqual([A]);
    await expect(checkBootstrap(withSettings({ timeToLive: 'new' }))).resolves.toEqual(['timeToLive: off → new']);
  });
});

test('any other setting that is refused ends the run before a migration runs', async () => {
  await bootstrap({ ...options, migrate: false });
  const client = await through({
    UpdateTable: () => {
      throw fault('ValidationException', 'One or more parameter values were invalid');
    },
  });

  await expect(bootstrap({ ...withSettings({ stream: 'NEW_IMAGE' }), client })).rejects.toMatchObject({
    code: 'setting-refused',
  });

  expect(folder.said).toEqual([]);
});
