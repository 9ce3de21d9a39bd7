import { PutItemCommand, QueryCommand, ScanCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { writeItems } from '../../../../bootstrap/bulk/write-items';
import { remove } from '../../../../bootstrap/migrator/backfill/backfill-options';
import type { MigrationContext } from '../../../../bootstrap/migrator/migration';
import type { PlannedBackfill } from '../../../../bootstrap/migrator/plan/backfill/planned-backfill';
import { formatPlan } from '../../../../bootstrap/migrator/plan/format-plan';
import type { PlannedMigration } from '../../../../bootstrap/migrator/plan/planned-migration';
import { waitForTable } from '../../../../bootstrap/wait-for-table';
import { only, type Planning, startPlanning } from '../../bootstrap/migrator-plan/planning';

let planning: Planning;
let TableName: string;

const users = Array.from({ length: 30 }, (_, number) => ({
  pk: `user#${String(number).padStart(2, '0')}`,
  sk: 'user#',
  _et: 'User',
  email: `${number}@example.com`,
}));
const orders = Array.from({ length: 20 }, (_, number) => ({
  pk: 'user#00',
  sk: `order#${String(number).padStart(2, '0')}`,
  _et: 'Order',
  text: 'x'.repeat(2_000),
}));
const exactly = (value: number) => ({ value, low: value, high: value });

beforeAll(async () => {
  planning = await startPlanning();
  TableName = planning.tableName;
  await writeItems(planning.client, TableName, [
    ...users,
    ...orders,
    { pk: 'settings', sk: 'settings', theme: 'dark' },
  ]);
});
afterAll(() => planning.remove());
afterEach(() => expect(planning.proxy.refused).toEqual([]));

type Body = (context: MigrationContext) => Promise<unknown>;

const plan = async (body: Body): Promise<PlannedMigration> => only(await planning.plan(({ context }) => body(context)));
const backfillsIn = ({ actions }: PlannedMigration): PlannedBackfill[] =>
  actions.filter((action): action is PlannedBackfill => action.kind === 'backfill');
const planOne = async (body: Body): Promise<PlannedBackfill> => {
  const [planned, ...others] = backfillsIn(await plan(body));
  if (!planned || others.length > 0) throw new Error('The plan has none, or several.');
  return planned;
};
const byEmail = { indexName: 'byEmail', partitionKey: { name: 'gsi1pk', type: 'S' } } as const;

test('an index and a backfill of its key are planned to the last unit, and nothing is written', async () => {
  const [last] = users.slice(-1);
  const planned = await planning.plan(async ({ context }) => {
    await context.createIndex(byEmail);
    const totals = await context.backfill<{ pk: string; email: string }>({
      name: 'email',
      match: { entity: 'User' },
      transform: (user) => ({ ...user, gsi1pk: user.pk === last?.pk ? 7 : `mail#${user.email}` }),
      maxWriteUnits: 2,
    });
    expect(totals).toMatchObject({ matched: 30, updated: 29, failed: 1, writeUnits: 58 });
    await context.client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'z' }, sk: { S: 'z' } } }));
  });

  const lines = formatPlan(planned);
  const shown = lines.filter((line) => line.startsWith('    pk ='));
  expect(shown).toHaveLength(10);
  expect(lines.slice(0, 9)).toEqual([
    'first (expand)',
    '  UpdateTable: create index byEmail (gsi1pk (HASH, S), projection ALL)',
    `  backfill email ${TableName}: exact, the whole table was read (51 items)`,
    '    matching: 30 items: all User',
    '    29 would be changed',
    "    would fail: 1 item, 3.3 % of those that match: the first of them ends the run (onError: 'stop')",
    '      pk = "user#29", sk = "user#": gsi1pk, a key of index byEmail, is not a string',
    // Each of them a unit of the table, and one of the index that is not there yet.
    expect.stringMatching(
      /^ {4}capacity: \d+ read units, 58 write units, besides one for the checkpoint of each page$/,
    ),
    '    time: about 29 s at the limit of 2 write units per second',
  ]);
  expect(lines[9]).toMatch(/^ {4}cost: less than \$0.01 at AWS's on-demand prices in \S+, of /);
  expect(lines[10]).toMatch(/^ {4}pk = "user#\d\d", sk = "user#"$/);
  expect(lines[11]).toMatch(/^ {6}\+ gsi1pk: "mail#\d+@example.com"$/);
  expect(lines[30]).toBe(`  PutItem ${TableName}: put pk = "z", sk = "z"`);
  expect(JSON.parse(JSON.stringify(planned))).toEqual(planned);
  expect((await planning.client.send(new ScanCommand({ TableName }))).Count).toBe(51);
});

test('all items, by their entities, with deletions and what is as it is to be', async () => {
  const planned = await planOne(({ backfill }) =>
    backfill({
      transform: (item) => {
        if (item._et === 'Order') return remove();
        return item._et === 'User' ? { ...item, isUser: true } : item;
      },
    }),
  );
  expect(planned).toMatchObject({
    name: 'backfill-1',
    basis: { kind: 'whole', scanned: 51, of: 'table' },
    matched: exactly(51),
    entities: [
      { entity: 'User', count: exactly(30) },
      { entity: 'Order', count: exactly(20) },
      { entity: null, count: exactly(1) },
    ],
    updated: exactly(30),
    removed: exactly(20),
    unchanged: exactly(1),
    failed: exactly(0),
    // Of a user 1 KB, of an order 2 KB.
    costs: { writeUnits: exactly(30 + 2 * 20), exactlyOnce: false, limits: {} },
  });
});

test('one partition is read by a Query, and by nothing else', async () => {
  planning.proxy.passed.length = 0;
  const match = { partition: 'user#00', sortKeyPrefix: 'order#' };
  const planned = await planOne(({ backfill }) =>
    backfill({ match, transform: (order) => ({ ...order, isOrder: true }) }),
  );
  expect(planned).toMatchObject({ basis: { kind: 'whole', of: 'partition', scanned: 20 }, matched: exactly(20) });
  expect(planning.proxy.passed).not.toContain('Scan');
});

test('a filter that lets nothing through', async () => {
  const planned = await plan(({ backfill }) =>
    backfill({ match: { filter: { expression: 'attribute_exists(nothing)' } }, transform: () => remove() }),
  );
  expect(formatPlan([planned])).toContain('    matching: no item');
});

test('exactlyOnce takes a transform that is not idempotent, and twice the write units', async () => {
  const count = (item: object) => ({ ...item, count: ((item as { count?: number }).count ?? 0) + 1 });
  const match = { entity: 'User' };
  const once = await plan(({ backfill }) => backfill({ match, transform: count, exactlyOnce: true }));
  expect(once).not.toHaveProperty('error');
  expect(backfillsIn(once)).toMatchObject([{ costs: { writeUnits: exactly(60), exactlyOnce: true } }]);

  const planned = await plan(async ({ backfill, deleteIndex }) => {
    await backfill({ match, transform: count });
    await deleteIndex('never-reached');
  });
  expect(planned.error).toMatch(/not idempotent/);
  expect(planned.actions).toMatchObject([{ kind: 'backfill', updated: exactly(30) }]);
  expect(formatPlan([planned]).at(-1)).toMatch(
    /^ {2}would fail: The transform is not idempotent: applied to what it made of pk = "[^"]+", sk = "[^"]+", it/,
  );
});

test.each<[string, object, RegExp]>([
  ['a share of what is not provisioned', { maxWriteUnits: '50%' }, /on-demand/],
  ['a limit that is none', { maxReadUnits: 0 }, /maxReadUnits/],
  ['a name that is none', { name: 'a b' }, /"a b"/],
])('%s is an error, as in a run, before anything is read', async (_, options, message) => {
  planning.proxy.passed.length = 0;
  const planned = await plan(({ backfill }) => backfill({ transform: (item) => item, ...options }));
  expect(planned).toMatchObject({ error: expect.stringMatching(message), actions: [] });
  expect(planning.proxy.passed).not.toContain('Scan');
});

test('two backfills of one name are an error', async () => {
  const planned = await plan(async ({ backfill }) => {
    await backfill({ name: 'same', transform: (item) => item });
    await backfill({ name: 'same', transform: (item) => item });
  });
  expect(planned.error).toMatch(/two backfills of the name same/);
});

describe('exactness', () => {
  const mark = (item: object) => ({ ...item, isMarked: true });
  const query = ({ client, tableName }: MigrationContext) =>
    client.send(
      new QueryCommand({
        TableName: tableName,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'user#00' } },
      }),
    );

  test('what comes after a backfill that changes items reads what they were', async () => {
    const planned = await plan(async (context) => {
      await context.backfill({ transform: mark });
      await query(context);
    });
    expect(planned.inexact).toEqual({
      fromAction: 1,
      reason: `Query reads what the migrations would have written to table ${TableName} by then`,
    });
  });

  test('a backfill that changes nothing leaves the plan exact', async () => {
    const planned = await plan(async (context) => {
      await context.backfill({ transform: (item) => item });
      await query(context);
    });
    expect(planned).not.toHaveProperty('inexact');
  });

  test('a backfill after writes of the plan is not exact, and so is one after a change of settings', async () => {
    const written = await plan(async ({ client, backfill }) => {
      await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'y' }, sk: { S: 'y' } } }));
      await backfill({ transform: mark });
    });
    expect(written).toMatchObject({ inexact: { fromAction: 1, reason: expect.stringMatching(/^Scan reads/) } });
    expect(backfillsIn(written)).toMatchObject([{ matched: exactly(51) }]);
    const settled = await plan(async ({ settings, backfill }) => {
      await settings({ billing: 'on-demand' });
      await backfill({ transform: mark });
    });
    expect(settled.inexact).toMatchObject({ fromAction: 1, reason: expect.stringMatching(/other settings/) });
  });
});

test('on a provisioned table the limit is a share, and there is no price', async () => {
  const other = await startPlanning();
  try {
    await writeItems(other.client, other.tableName, users);
    const ProvisionedThroughput = { ReadCapacityUnits: 20, WriteCapacityUnits: 10 };
    await other.client.send(
      new UpdateTableCommand({ TableName: other.tableName, BillingMode: 'PROVISIONED', ProvisionedThroughput }),
    );
    await waitForTable(other.client, other.tableName);
    const planned = await other.plan(({ context }) =>
      context.backfill({ transform: (item) => ({ ...item, isMarked: true }), maxWriteUnits: '50%' }),
    );
    expect(formatPlan(planned)).toEqual(
      expect.arrayContaining([
        '    time: about 6 s at the limit of 5 write units per second',
        '    cost: none is given, as it uses what is provisioned, which costs the same without it',
      ]),
    );
  } finally {
    await other.remove();
  }
});
