import { DynamoDBClient, ListTablesCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { forceUnlock } from '../../../bootstrap/migrator/lock/force-unlock';
import { readLock } from '../../../bootstrap/migrator/lock/lock-item';
import { takeLock } from '../../../bootstrap/migrator/lock/take';
import { migrate } from '../../../bootstrap/migrator/migrate';
import { describeTable } from '../../../bootstrap/wait-for-table';
import { type Child, endChildren, startChild } from '../../support/child';
import { createTestTable, type TestTable } from '../../support/test-table';
import { type MigrationsFolder, migrationsFolder, SPEAKING } from '../bootstrap/support';

const client = new DynamoDBClient();

let folder: MigrationsFolder;
let made: TestTable[];

beforeEach(() => {
  folder = migrationsFolder();
  // Unlike all others, so that this test has a template of its own.
  folder.write({ '20260101000000-a': `${SPEAKING} // ${folder.directory}` });
  made = [];
});

afterEach(async () => {
  await endChildren();
  await Promise.all(made.map((table) => table.remove()));
  folder.remove();
});

afterAll(() => client.destroy());

async function create(): Promise<TestTable> {
  const table = await createTestTable(folder.directory);
  made.push(table);
  return table;
}

const tableNames = async (): Promise<string[]> => (await client.send(new ListTablesCommand())).TableNames ?? [];
const itemsIn = async ({ name }: TestTable) =>
  (await client.send(new ScanCommand({ TableName: name, ConsistentRead: true }))).Items ?? [];

test('without a folder, it has what the migrations of the repository make', async () => {
  const table = await createTestTable();
  made.push(table);

  expect(table.table.getName()).toBe(table.name);
  const { GlobalSecondaryIndexes = [] } = await describeTable(client, table.name);
  const states = Object.fromEntries(
    GlobalSecondaryIndexes.map(({ IndexName, IndexStatus }) => [IndexName, IndexStatus]),
  );
  expect(states).toEqual({ gsi1: 'ACTIVE', usersByDateOfBirth: 'ACTIVE' });
  await expect(itemsIn(table)).resolves.toContainEqual(expect.objectContaining({ name: { S: 'Groundwork' } }));
});

test('the migrations run once for all tables, and each has items of its own', async () => {
  const [one, other] = await Promise.all([create(), create()]);
  const before = await itemsIn(other);

  await client.send(new PutItemCommand({ TableName: one.name, Item: { pk: { S: 'a' }, sk: { S: 'b' } } }));

  expect(folder.said).toEqual(['up 20260101000000-a']);
  await expect(itemsIn(other)).resolves.toEqual(before);
  await expect(itemsIn(one)).resolves.toHaveLength(before.length + 1);
});

test('contract migrations are applied too', async () => {
  folder.write({ '20260102000000-b': SPEAKING.replace('{', "{ phase: 'contract',") });

  await create();

  expect(folder.said).toEqual(['up 20260101000000-a', 'up 20260102000000-b']);
});

test('other migrations are another template', async () => {
  await create();
  folder.write({ '20260102000000-b': SPEAKING });

  await create();

  expect(folder.said).toEqual(['up 20260101000000-a', 'up 20260101000000-a', 'up 20260102000000-b']);
});

test('a migration more can be applied to it at once, though somebody holds the lock of the template', async () => {
  const before = new Set(await tableNames());
  const first = await create();
  const [template = '', ...more] = (await tableNames()).filter((name) => !before.has(name) && name !== first.name);
  expect(more).toEqual([]);
  await takeLock(client, template, await readLock(client, template), { owner: 'another worker', lease: 30_000 });
  const { name } = await create();
  await forceUnlock(client, template);

  const migrations = folder.write({ '20260102000000-b': SPEAKING });
  const run = migrate({ client, tableName: name, migrations, waitMilliseconds: 0 });

  await expect(run).resolves.toEqual(['20260102000000-b']);
});

test('it is dropped by remove()', async () => {
  const { name, remove } = await createTestTable(folder.directory);

  await remove();

  await expect(tableNames()).resolves.not.toContain(name);
});

test('the tables of a run that was killed are dropped by the next; those of one that lives stay', async () => {
  folder.write({ '20260101000000-a': 'export default { up: async () => undefined };' });
  const [crashing, living] = [startRun(), startRun()];
  const [crashed, kept] = await Promise.all([crashing, living].map(nameOf));
  crashing.kill('SIGKILL');
  await crashing.ended;
  expect((await tableNames()).filter(isOf(crashing))).toHaveLength(2);

  await nameOf(startRun());

  const left = await tableNames();
  expect(left).not.toContain(crashed);
  expect(left.filter(isOf(crashing))).toEqual([]);
  expect(left).toContain(kept);
  expect(left.filter(isOf(living))).toHaveLength(2);
});

/** A process whose tables are its own, not those of this run. */
const startRun = (): Child =>
  startChild('test/local/support/test-table-child.ts', [folder.directory], {
    environment: { GROUNDWORK_TEST_RUN: '' },
  });

const nameOf = async (child: Child): Promise<string> =>
  String((await child.says(({ name }) => name !== undefined)).name);

/** Its table and its template. */
const isOf =
  ({ pid }: Child) =>
  (name: string): boolean =>
    name.includes(`-${pid}-`);
