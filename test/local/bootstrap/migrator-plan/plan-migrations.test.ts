import path from 'node:path';
import { PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { BootstrapError } from '../../../../bootstrap/errors';
import { loadMigrations } from '../../../../bootstrap/migrator/load-migrations';
import { migrate } from '../../../../bootstrap/migrator/migrate';
import type { MigrationFile } from '../../../../bootstrap/migrator/migration';
import { formatPlan } from '../../../../bootstrap/migrator/plan/format-plan';
import { planMigrations } from '../../../../bootstrap/migrator/plan/plan-migrations';
import { type Planning, startPlanning, toMigrationFile } from './planning';

const migrations = loadMigrations(path.resolve(__dirname, '../../../../migrations'));
const planned = [
  '20261101090000-create-gsi1 (expand)',
  '  UpdateTable: create index gsi1 (gsi1pk (HASH, S), gsi1sk (RANGE, S), projection ALL)',
  '20261101100000-add-first-company (expand)',
];

let planning: Planning;

afterEach(async () => {
  expect(planning.proxy.refused).toEqual([]);
  await planning.remove();
});

test('the migrations of this repository are planned on a new table, and nothing is written', async () => {
  planning = await startPlanning();
  const { client, reader, tableName } = planning;

  const plan = await planMigrations({ client: reader, tableName, migrations });

  expect(formatPlan(plan)).toEqual([
    ...planned,
    `  PutItem ${tableName}: put pk = "company#Groundwork", sk = "company#"`,
    '    there is no such item',
    '    + _et: "Company"',
    '    + name: "Groundwork"',
    '20261102090000-create-users-by-date-of-birth (expand)',
    '  UpdateTable: create index usersByDateOfBirth (pk (HASH, S), dateOfBirth (RANGE, S), projection ALL)',
  ]);
  expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  expect((await client.send(new ScanCommand({ TableName: tableName }))).Count).toBe(0);
});

test('on a table where they are applied they would do nothing', async () => {
  planning = await startPlanning();
  const { client, reader, tableName } = planning;
  await migrate({ client, tableName, migrations });

  const plan = await planMigrations({ client: reader, tableName, migrations });

  expect(formatPlan(plan)).toEqual([
    '20261101090000-create-gsi1 (expand)',
    '  DescribeTable: index gsi1 is there already: nothing to do',
    '20261101100000-add-first-company (expand)',
    `  PutItem ${tableName}: put pk = "company#Groundwork", sk = "company#"`,
    '    changes nothing',
    '20261102090000-create-users-by-date-of-birth (expand)',
    '  DescribeTable: index usersByDateOfBirth is there already: nothing to do',
  ]);
});

test('nothing pending costs no request', async () => {
  planning = await startPlanning();
  await expect(planning.plan()).resolves.toEqual([]);
  expect(planning.proxy.passed).toEqual([]);
});

test('a file that is no migration is found before any body runs', async () => {
  planning = await startPlanning();
  const ran: string[] = [];
  const good = toMigrationFile(async () => ran.push('good'));
  const bad: MigrationFile = {
    ...good,
    load: () => {
      throw new BootstrapError('migration-invalid', 'bad.ts is none');
    },
  };
  const { reader: client, tableName } = planning;

  await expect(planMigrations({ client, tableName, migrations: [good, bad] })).rejects.toThrow('bad.ts is none');
  expect(ran).toEqual([]);
});

test('a plan that is aborted ends with the reason', async () => {
  planning = await startPlanning();
  const { reader: client, tableName } = planning;
  const controller = new AbortController();
  const interrupted = toMigrationFile(async ({ context }) => {
    controller.abort(new Error('interrupted'));
    expect(context.signal.aborted).toBe(true);
    await context.client.send(new PutItemCommand({ TableName: tableName, Item: { pk: { S: 'a' }, sk: { S: 'a' } } }));
  });

  const plan = planMigrations({ client, tableName, migrations: [interrupted], signal: controller.signal });
  await expect(plan).rejects.toThrow('interrupted');
});
