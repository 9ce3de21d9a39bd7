import { UpdateTableCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { type BootstrapOptions, bootstrap } from '../../../bootstrap/bootstrap';
import { holdLock } from '../../../bootstrap/migrator/lock/held-lock';
import { readLock } from '../../../bootstrap/migrator/lock/lock-item';
import { takeLock } from '../../../bootstrap/migrator/lock/take';
import { migrate } from '../../../bootstrap/migrator/migrate';
import { applyRepair, planRepair } from '../../../bootstrap/migrator/repair';
import { createIndex } from '../../../bootstrap/migrator/steps/create-index';
import { deleteIndex } from '../../../bootstrap/migrator/steps/delete-index';
import { examineIndexes } from '../../../scripts/support/doctor/indexes';
import { examineLedger } from '../../../scripts/support/doctor/ledger';
import { examineTable } from '../../../scripts/support/doctor/table';
import type { TableSettings } from '../../../table/deployment';
import {
  type CountingClient,
  countingClient,
  type MigrationsFolder,
  migrationsFolder,
  newTableName,
  removeTable,
} from '../bootstrap/support';
import { contextFor } from './context';

const [MAKES, FAILS, OLD] = ['20260101000000-by-mail', '20260102000000-fails', '20250101000000-old'] as const;

const makesIndex = (indexName: string, partitionKey: string) =>
  `export default { up: ({ context }) => context.createIndex({ indexName: '${indexName}', partitionKey: { name: '${partitionKey}', type: 'S' } }) };`;
const FAILING = `export default { up: async () => { throw new Error('no disk left'); } };`;
const EMPTY = 'export default { up: async () => {} };';

let counting: CountingClient;
let folder: MigrationsFolder;
let options: BootstrapOptions;
const settings: TableSettings = { timeToLive: 'expiresAt', stream: 'NEW_AND_OLD_IMAGES' };

beforeEach(async () => {
  counting = countingClient();
  folder = migrationsFolder();
  const migrations = folder.write({ [MAKES]: makesIndex('by-mail', 'mail') });
  options = { client: counting.client, table: { name: newTableName(), ...settings }, isLocal: true, migrations };
  await bootstrap(options);
  counting.calls.length = 0;
});

afterEach(async () => {
  folder.remove();
  await removeTable(counting.client, options.table.name);
});

const context = () => contextFor(counting.client, options.table.name, options.migrations, settings);
const step = () => ({ client: counting.client, tableName: options.table.name, isLocal: true });
const severities = (found: { severity: string }[]) => found.map(({ severity }) => severity);

test('of a table that is as bootstrap left it all is well, and it is only read', async () => {
  const found = [
    ...(await examineTable(context())),
    ...(await examineIndexes(context())),
    ...(await examineLedger(context())),
  ];

  expect(severities(found)).toEqual(['well', 'well', 'well']);
  expect(new Set(counting.calls)).toEqual(new Set(['DescribeTable', 'DescribeTimeToLive', 'Query', 'GetItem']));
});

describe('settings', () => {
  test('one that was changed by hand is named, with what it was and is', async () => {
    const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: false };
    const TableName = options.table.name;
    await counting.client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    await counting.client.send(new UpdateTableCommand({ TableName, StreamSpecification: { StreamEnabled: false } }));

    expect(await examineTable(context())).toEqual([
      {
        severity: 'drift',
        what: expect.stringContaining('stream: off → NEW_AND_OLD_IMAGES'),
        remedy: 'yarn bootstrap local settles it.',
      },
      expect.objectContaining({ severity: 'drift', what: expect.stringContaining('timeToLive: off → expiresAt') }),
    ]);
  });

  test('a table that is not there is drift, as a deploy makes it', async () => {
    const found = await examineTable(contextFor(counting.client, 'groundwork-test-there-is-none', []));

    expect(found).toMatchObject([{ severity: 'drift', what: expect.stringContaining('There is no table') }]);
  });
});

describe('indexes', () => {
  test('one that was removed by hand is named, with the migration that made it', async () => {
    await deleteIndex(step(), 'by-mail');

    expect(await examineIndexes(context())).toMatchObject([
      { severity: 'drift', what: expect.stringMatching(`by-mail is missing, which ${MAKES} made: mail`) },
    ]);
  });

  test('one that was added by hand is named', async () => {
    await createIndex(step(), { indexName: 'by-hand', partitionKey: { name: 'city', type: 'S' } });

    expect(await examineIndexes(context())).toMatchObject([
      { severity: 'well' },
      { severity: 'drift', what: expect.stringMatching('by-hand is there, and no migration makes it: city') },
    ]);
  });

  test('one with another key than its migration made is named, with both', async () => {
    await deleteIndex(step(), 'by-mail');
    await createIndex(step(), { indexName: 'by-mail', partitionKey: { name: 'phone', type: 'S' } });

    const [found] = await examineIndexes(context());

    expect(found?.what).toMatch(/by-mail has phone .*made it with mail/);
  });

  test('one that a pending migration makes may be there already', async () => {
    await createIndex(step(), { indexName: 'by-city', partitionKey: { name: 'city', type: 'S' } });
    options = { ...options, migrations: folder.write({ [FAILS]: makesIndex('by-city', 'city') }) };

    expect(severities(await examineIndexes(context()))).toEqual(['well']);
  });

  test('none is called foreign where an applied migration has no file here', async () => {
    await createIndex(step(), { indexName: 'by-hand', partitionKey: { name: 'city', type: 'S' } });
    options = { ...options, migrations: [] };

    const found = await examineIndexes(context());

    expect(severities(found)).toEqual(['well', 'note']);
    expect(found[1]?.what).toContain(MAKES);
  });
});

describe('migrations', () => {
  test('one that failed is named with its error, and is pending still', async () => {
    options = { ...options, migrations: folder.write({ [FAILS]: FAILING }) };
    await expect(migrate({ ...options, tableName: options.table.name })).rejects.toThrow('no disk left');

    expect(await examineLedger(context())).toMatchObject([
      { severity: 'drift', what: expect.stringMatching(`${FAILS} has failed .*no disk left`) },
    ]);
  });

  test('one that failed and has no file here is named with both ways out; once it is accepted as gone, it is a note', async () => {
    const migrations = folder.write({ [FAILS]: FAILING });
    const run = { ...options, tableName: options.table.name };
    await expect(migrate({ ...run, migrations })).rejects.toThrow('no disk left');

    expect(await examineLedger(context())).toMatchObject([
      {
        severity: 'drift',
        remedy:
          'Its file is not here: deploy from code that has it. Where it is gone on purpose, ' +
          `yarn migrate repair ${FAILS} accepts that.`,
      },
    ]);

    const planned = await planRepair(run, FAILS);
    if (!planned) throw new Error('There is nothing to repair.');
    await applyRepair(run, planned);

    expect(await examineLedger(context())).toMatchObject([
      { severity: 'well' },
      {
        severity: 'note',
        what: expect.stringMatching(`${FAILS}, whose file is gone on purpose, has failed .*no disk left`),
        remedy: 'What it did until then stays as it is.',
      },
    ]);
  });

  test('one that is pending, one that was edited and one that is out of order are named, each', async () => {
    folder.write({ [MAKES]: `${makesIndex('by-mail', 'mail')} // edited` });
    options = { ...options, migrations: folder.write({ [FAILS]: EMPTY, [OLD]: EMPTY }) };

    const found = await examineLedger(context());

    expect(new Set(severities(found))).toEqual(new Set(['drift']));
    const text = found.map(({ what }) => what).join('\n');
    expect(text).toContain(`${MAKES} was edited`);
    expect(text).toContain(`Migration ${FAILS} (expand) is pending`);
    expect(text).toContain(`${OLD} is pending, and ${MAKES}, which is newer, is applied already`);
  });

  test('one whose file is missing is named', async () => {
    options = { ...options, migrations: folder.write({ [FAILS]: EMPTY }).filter(({ name }) => name !== MAKES) };

    const found = await examineLedger(context());

    expect(found).toContainEqual(
      expect.objectContaining({ severity: 'drift', what: expect.stringMatching(`${MAKES} is applied .*no file`) }),
    );
  });

  test('one that is ahead of this code is a note', async () => {
    options = { ...options, migrations: folder.write({ [OLD]: EMPTY }).filter(({ name }) => name === OLD) };

    const found = await examineLedger(context());

    expect(found).toContainEqual(
      expect.objectContaining({ severity: 'note', what: expect.stringContaining(`ahead of this code, by the expand`) }),
    );
  });

  test('a lock that was left behind is told from one whose holder lives', async () => {
    const lease = 900;
    const { client, tableName } = step();
    const holder = { owner: 'somebody', lease };
    await takeLock(client, tableName, await readLock(client, tableName), holder);
    const left = await examineLedger(context());
    const taken = await takeLock(client, tableName, await readLock(client, tableName), holder);
    const held = taken && holdLock(client, tableName, taken, lease);
    const alive = await examineLedger(context());
    await held?.release();

    expect(left).toMatchObject([{ severity: 'drift', what: expect.stringContaining('left behind by somebody') }]);
    expect(alive).toContainEqual(
      expect.objectContaining({ severity: 'note', what: expect.stringContaining('held by somebody') }),
    );
  });
});
