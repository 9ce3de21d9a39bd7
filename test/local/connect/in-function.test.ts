import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ensureTable } from '../../../bootstrap/create-table';
import type { LedgerRecord } from '../../../bootstrap/migrator/ledger';
import { surroundings } from '../../../table/connect/in-function';
import { LEDGER_PARTITION, migrationRecordKey } from '../../../table/ledger-keys';
import { newTableName, removeTables, watchCalls } from './support';

const MIGRATION = '20260101000000-add-index';

let client: DynamoDBClient;

beforeEach(() => {
  client = new DynamoDBClient();
  process.env.REQUIRED_MIGRATION = MIGRATION;
});

afterEach(async () => {
  client.destroy();
  delete process.env.REQUIRED_MIGRATION;
  delete process.env.TABLE_NAME;
  jest.restoreAllMocks();
  await removeTables();
});

/** As the ledger has it. */
const record = (state: LedgerRecord['state']): LedgerRecord & { pk: string; sk: string } => ({
  pk: LEDGER_PARTITION,
  sk: migrationRecordKey(MIGRATION),
  name: MIGRATION,
  state,
  phase: 'expand',
  checksum: 'a'.repeat(64),
  by: 'a test',
  startedAt: '2026-01-01T00:00:00.000Z',
});

/** A table in whose ledger the migration has this state. */
async function tableWhere(state?: LedgerRecord['state']): Promise<string> {
  const name = newTableName();
  await ensureTable(client, { name, settings: {} });
  if (state) await client.send(new PutItemCommand({ TableName: name, Item: marshall(record(state)) }));
  return name;
}

test('a table whose required migration is applied is ready, with exactly one GetItem', async () => {
  const name = await tableWhere('applied');
  const calls = watchCalls();

  await expect(surroundings.prepare(client, name)).resolves.toBeUndefined();

  expect(calls).toEqual([`GetItem ${name}`]);
});

test.each(['running', 'failed', 'reverted', undefined] as const)(
  'a table whose required migration is %s is refused, with exactly one GetItem',
  async (state) => {
    const name = await tableWhere(state);
    const calls = watchCalls();

    await expect(surroundings.prepare(client, name)).rejects.toMatchObject({
      name: 'TableError',
      code: 'migration-pending',
      message:
        `Migration ${MIGRATION} is ${state ?? 'not applied'} in table ${name}, and this code was built against it. ` +
        'Run yarn bootstrap for this deployment.',
    });

    expect(calls).toEqual([`GetItem ${name}`]);
  },
);

test('a table that is missing is refused, and not made', async () => {
  const name = newTableName();
  const calls = watchCalls();

  await expect(surroundings.prepare(client, name)).rejects.toMatchObject({
    name: 'TableError',
    code: 'table-missing',
    message: `There is no table ${name}. Run yarn bootstrap for this deployment.`,
    cause: expect.objectContaining({ name: 'ResourceNotFoundException' }),
  });

  expect(calls).toEqual([`GetItem ${name}`]);
});

test('an error that says nothing of the table is passed on as it is', async () => {
  const ended = new DynamoDBClient({ endpoint: 'http://127.0.0.1:9', maxAttempts: 1 });

  await expect(surroundings.prepare(ended, 'things')).rejects.toThrow('ECONNREFUSED');
});

test('a function that was built against no migration has nothing to verify', async () => {
  process.env.REQUIRED_MIGRATION = '';
  const calls = watchCalls();

  await expect(surroundings.prepare(client, 'things')).resolves.toBeUndefined();

  expect(calls).toEqual([]);
});

test('its table is the one in its environment, and it is reached as the SDK does by itself', () => {
  process.env.TABLE_NAME = 'things';

  expect(surroundings.getTableName()).toBe('things');
  expect(surroundings.clientConfiguration()).toEqual({});
});

test.each([
  ['TABLE_NAME', 'table.grantRead', () => surroundings.getTableName()],
  ['REQUIRED_MIGRATION', 'commonOptions', () => surroundings.prepare(new DynamoDBClient(), 'things')],
])('an environment without %s is named, with what sets it: %s', async (name, setBy, use) => {
  delete process.env[name];

  const error = await (async () => use())().catch((thrown: unknown) => thrown);

  expect(error).toMatchObject({ name: 'TableError', code: 'environment-incomplete' });
  expect(String(error)).toContain(`The environment variable ${name} is not set.`);
  expect(String(error)).toContain(setBy);
});
