import { ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type BootstrapOptions, bootstrap, checkBootstrap } from '../../../bootstrap/bootstrap';
import type { MigrationEvent } from '../../../bootstrap/migrator/run-options';
import { findTable } from '../../../bootstrap/wait-for-table';
import {
  type CountingClient,
  countingClient,
  type MigrationsFolder,
  migrationsFolder,
  newTableName,
  removeTable,
  SPEAKING,
} from './support';

const [A, B, C] = ['20260101000000-a', '20260102000000-b', '20260103000000-c'] as const;

let counting: CountingClient;
let folder: MigrationsFolder;
let options: BootstrapOptions;

beforeEach(() => {
  counting = countingClient();
  folder = migrationsFolder();
  const migrations = folder.write({ [A]: SPEAKING, [B]: SPEAKING.replace('{', `{ phase: 'contract',`), [C]: SPEAKING });
  options = { client: counting.client, table: { name: newTableName() }, isLocal: true, migrations };
});

afterEach(async () => {
  folder.remove();
  if (await findTable(counting.client, options.table.name)) await removeTable(counting.client, options.table.name);
});

describe('bootstrap', () => {
  test('creates the table and applies the expand migrations', async () => {
    const events: MigrationEvent[] = [];

    const result = await bootstrap({ ...options, onEvent: (event) => events.push(event) });

    expect(result).toEqual({ tableCreated: true, settings: [], applied: [A, C] });
    const durationMilliseconds = expect.any(Number);
    expect(events).toEqual([
      { type: 'table-created', name: options.table.name, durationMilliseconds },
      { type: 'applying', name: A },
      { type: 'applied', name: A, durationMilliseconds },
      { type: 'applying', name: C },
      { type: 'applied', name: C, durationMilliseconds },
    ]);
  });

  test('with nothing to do costs two requests', async () => {
    await bootstrap(options);
    counting.calls.length = 0;

    await expect(bootstrap(options)).resolves.toEqual({ tableCreated: false, settings: [], applied: [] });

    expect(counting.calls).toEqual(['DescribeTable', 'Query']);
  });

  test('leaves the migrations alone where the table alone is asked for', async () => {
    await expect(bootstrap({ ...options, migrate: false })).resolves.toEqual({
      tableCreated: true,
      settings: [],
      applied: [],
    });

    expect(folder.said).toEqual([]);
  });
});

describe('checkBootstrap', () => {
  test('tells what would be done where there is no table, and does nothing', async () => {
    await expect(checkBootstrap(options)).resolves.toEqual([
      `create table ${options.table.name}`,
      `apply migration ${A}`,
      `apply migration ${C}`,
    ]);

    const { TableNames } = await counting.client.send(new ListTablesCommand());
    expect(TableNames).not.toContain(options.table.name);
    expect(folder.said).toEqual([]);
  });

  test('tells what is pending, and writes nothing', async () => {
    await bootstrap({ ...options, migrations: options.migrations.slice(0, 1) });
    folder.said.length = 0;
    counting.calls.length = 0;
    const before = await items();

    await expect(checkBootstrap(options)).resolves.toEqual([`apply migration ${C}`]);

    await expect(items()).resolves.toEqual(before);
    expect(folder.said).toEqual([]);
    expect(new Set(counting.calls)).toEqual(new Set(['Scan', 'DescribeTable', 'Query']));
  });

  test('tells nothing where nothing would change', async () => {
    await bootstrap(options);

    await expect(checkBootstrap(options)).resolves.toEqual([]);
  });

  test('tells of the table alone where it alone is asked for', async () => {
    await expect(checkBootstrap({ ...options, migrate: false })).resolves.toEqual([
      `create table ${options.table.name}`,
    ]);
  });

  async function items() {
    const { Items } = await counting.client.send(
      new ScanCommand({ TableName: options.table.name, ConsistentRead: true }),
    );
    return Items;
  }
});
