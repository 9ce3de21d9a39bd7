import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { bootstrap } from '../../../bootstrap/bootstrap';
import { BootstrapError } from '../../../bootstrap/errors';
import { migrate } from '../../../bootstrap/migrator/migrate';
import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import { revert } from '../../../bootstrap/migrator/revert';
import type { MigrationEvent } from '../../../bootstrap/migrator/run-options';
import type { Selection } from '../../../bootstrap/migrator/select';
import { LEDGER_PARTITION, migrationRecordKey } from '../../../table/ledger-keys';
import { put } from './support/items';
import { migrationFile } from './support/migration-file';
import { isRecord, isWrite } from './support/requests';
import { closeAll, createProxiedTable, type ProxiedTable } from './support/surroundings';

let table: ProxiedTable;
beforeEach(async () => {
  table = await createProxiedTable();
});
afterEach(closeAll);

const up = (migrations: MigrationFile[], options: Selection & { allowOutOfOrder?: boolean } = {}) =>
  migrate({ client: table.proxied, tableName: table.name, migrations, ...options });

const [one, two, three] = [
  migrationFile('20260101000001-one'),
  migrationFile('20260101000002-two'),
  migrationFile('20260101000003-three'),
];
const contract = migrationFile('20260101000002-contract', undefined, { phase: 'contract' });
const broken: MigrationFile = {
  ...two,
  load: () => {
    throw new BootstrapError('migration-invalid', 'Migration two is none.');
  },
};

/** What a check finds is an error, and neither ledger nor lock is written. */
async function expectRefusal(run: () => Promise<unknown>, code: string, message?: string): Promise<void> {
  const before = await table.items();
  const sent = table.proxy.requests.length;
  await expect(run()).rejects.toMatchObject({ code, ...(message && { message: expect.stringContaining(message) }) });
  expect(table.proxy.requests.slice(sent).filter(isWrite)).toEqual([]);
  expect(await table.items()).toEqual(before);
}

test('an edited migration stops the run before anything is written', async () => {
  await up([one]);
  const edited = migrationFile(one.name, undefined, { source: 'edited' });
  await expectRefusal(
    () => up([edited, two]),
    'migration-edited',
    `its checksum was ${one.checksum().slice(0, 12)} and is ${edited.checksum().slice(0, 12)}.`,
  );
});

test('a missing one does', async () => {
  await up([one]);
  await expectRefusal(() => up([two]), 'migration-missing', `yarn migrate repair ${one.name}.`);
});

test('code that is older than the table goes on past expand migrations, says so, and writes nothing', async () => {
  await up([one, two, three]);
  const before = await table.items();
  const events: MigrationEvent[] = [];
  await expect(
    migrate({
      client: table.proxied,
      tableName: table.name,
      migrations: [one],
      onEvent: (event) => events.push(event),
    }),
  ).resolves.toEqual([]);
  expect(events).toEqual([{ type: 'ahead', names: [two.name, three.name] }]);
  expect(await table.items()).toEqual(before);
});

test('code that is older than a contract migration is refused, by whichever way it comes', async () => {
  await up([one, contract], { phase: 'all' });
  await expectRefusal(() => up([one]), 'contract-ahead', contract.name);
  const settings = { name: table.name, stream: 'KEYS_ONLY' as const };
  await expectRefusal(
    () => bootstrap({ client: table.proxied, table: settings, migrations: [one], isLocal: true }),
    'contract-ahead',
  );
});

test('nothing is reverted ahead of a migration that this code does not have', async () => {
  const reversible = migrationFile(one.name, undefined, { down: async () => {} });
  await up([reversible, two]);
  await expectRefusal(
    () => revert({ client: table.proxied, tableName: table.name, migrations: [reversible] }),
    'migration-ahead',
    two.name,
  );
});

test('two of one name do', () => expectRefusal(() => up([one, one]), 'migration-duplicate', one.name));

test('one without `up` does, though it is not the first', () =>
  expectRefusal(() => up([one, broken]), 'migration-invalid'));

test('a ledger that a newer Groundwork wrote does', async () => {
  const Item = {
    pk: { S: LEDGER_PARTITION },
    sk: { S: migrationRecordKey(one.name) },
    name: { S: one.name },
    format: { N: '2' },
  };
  await table.client.send(new PutItemCommand({ TableName: table.name, Item }));
  await expectRefusal(
    () => up([one, two]),
    'ledger-newer',
    `The ledger of table ${table.name} has records of format 2 (migration ${one.name}), written by a newer Groundwork; ` +
      'this one knows formats up to 1.',
  );
});

test('a pending one that is older than an applied one does, unless it is allowed', async () => {
  await up([two]);
  await expectRefusal(() => up([one, two, three]), 'migration-out-of-order', 'yarn migrate up --allow-out-of-order');
  await expect(up([one, two, three], { allowOutOfOrder: true })).resolves.toEqual([one.name, three.name]);
});

test('a pending expand migration that is older than an applied contract one does', async () => {
  await up([contract], { phase: 'contract' });
  await expectRefusal(() => up([one, contract]), 'migration-out-of-order', contract.name);
});

test('an unknown last one does', () =>
  expectRefusal(() => up([one], { to: two.name }), 'unknown-migration', `The migrations are: ${one.name}.`));

test('a contract migration waits for the expand ones ahead of it, not for those behind it', async () => {
  await expectRefusal(
    () => up([one, contract, three], { phase: 'contract' }),
    'expand-pending',
    `The contract migration ${contract.name} can't run: the expand migration ${one.name}, which is ahead of it, is pending.`,
  );
  await expect(up([one, contract, three])).resolves.toEqual([one.name, three.name]);
  await expect(up([one, contract, three], { phase: 'contract' })).resolves.toEqual([contract.name]);
});

test('all phases run in the order of their names', async () => {
  await expect(up([one, contract, three], { phase: 'all' })).resolves.toEqual([one.name, contract.name, three.name]);
});

test('with nothing pending one request is sent, and nothing is written', async () => {
  await up([one, two]);
  const sent = table.proxy.requests.length;
  await expect(up([one, two])).resolves.toEqual([]);
  expect(table.proxy.requests.slice(sent).map(({ operation }) => operation)).toEqual(['Query']);
});

test('a migration that failed is recorded with its error, ends the run, and runs again', async () => {
  let attempts = 0;
  const failing = migrationFile(two.name, async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('The field is missing.');
  });
  await expect(up([one, failing, three])).rejects.toMatchObject({
    code: 'migration-failed',
    message:
      `Migration ${two.name} failed: The field is missing.\nIt counts as not applied. Mend what it says, then run the ` +
      'command again.',
  });
  expect(await table.states()).toEqual({ [one.name]: 'applied', [two.name]: 'failed' });
  await expect(up([one, failing, three])).resolves.toEqual([two.name, three.name]);
});

test('what a migration does is recorded through a throttled and a failing table, and it runs once', async () => {
  let refused = 0;
  table.proxy.handle((request, forward) => {
    if (!isRecord('applied')(request) || refused === 5) return forward();
    refused += 1;
    return refused % 2 === 1 ? throttled() : { status: 500, body: Buffer.from('{"__type":"InternalServerError"}') };
  });
  let runs = 0;
  const counted = migrationFile(one.name, async ({ context: { client, tableName } }) => {
    runs += 1;
    await put(client, tableName, 'one');
  });
  await expect(up([counted])).resolves.toEqual([one.name]);
  expect(refused).toBe(5);
  expect(runs).toBe(1);
});

/** A transaction that was cancelled because its table has too little throughput. */
const throttled = () => ({
  status: 400,
  body: Buffer.from(
    JSON.stringify({
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'ThrottlingError', Message: 'Too much.' }],
      Message: 'Transaction cancelled.',
    }),
  ),
});

test('a release that fails does not make a run fail that has done its work', async () => {
  const warnings: string[] = [];
  table.proxy.handle((request, forward) =>
    request.operation === 'UpdateItem'
      ? { status: 400, body: Buffer.from('{"__type":"AccessDeniedException"}') }
      : forward(),
  );
  const run = migrate({
    client: table.proxied,
    tableName: table.name,
    migrations: [one],
    onEvent: (event) => event.type === 'warning' && warnings.push(event.message),
  });
  await expect(run).resolves.toEqual([one.name]);
  expect(warnings).toEqual([
    expect.stringMatching(/^The lock of the migrations could not be released .* after 30 s\.$/),
  ]);
});
