import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { BackfillOptions } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { type RecordedFailure, readFailures } from '../../../../bootstrap/migrator/backfill/failures';
import { retryFailures } from '../../../../bootstrap/migrator/backfill/retry-failures';
import { migrate } from '../../../../bootstrap/migrator/migrate';
import type { Migration } from '../../../../bootstrap/migrator/migration';
import { revert } from '../../../../bootstrap/migrator/revert';
import { withLock } from '../../../../bootstrap/migrator/with-lock';
import { NO_ANSWER } from '../../../support/fault-proxy';
import { put } from '../support/items';
import { migrationFile } from '../support/migration-file';
import { startCommand } from '../support/processes';
import { closeAll, createProxiedTable, type ProxiedTable } from '../support/surroundings';
import { BACKFILL, backfillMigration, fill, keyAt, MIGRATION, sdkKeyAt } from './support/backfills';

const ITEMS = 20;
const NONE = { updated: 0, removed: 0, unchanged: 0, gone: 0, failed: 0 };

let table: ProxiedTable;
beforeEach(async () => {
  table = await createProxiedTable();
});
afterEach(closeAll);

/** The items of these numbers can't be transformed. */
const failingAt = (...numbers: number[]): BackfillOptions => ({
  onError: 'skip',
  transform: (item) => {
    if (numbers.includes(Number(item.number))) throw new Error(`number ${item.number} is refused`);
    return { ...item, double: Number(item.number) * 2 };
  },
});

const numbered = (number: number) => ({ number });

const runOf = (...migrations: ReturnType<typeof migrationFile>[]) => ({
  client: table.proxied,
  tableName: table.name,
  migrations,
});

const retry = (file: ReturnType<typeof migrationFile>) => retryFailures(runOf(file), MIGRATION);

/** A migration of one backfill, with another source than the one that ran. */
const edited = (options: BackfillOptions) => ({ ...backfillMigration(options), checksum: () => 'edited' });

async function failures(): Promise<RecordedFailure[]> {
  const all: RecordedFailure[] = [];
  for await (const failure of readFailures(table.client, table.name, { migration: MIGRATION })) all.push(failure);
  return all.sort((one, other) => (one.key.pk < other.key.pk ? -1 : 1));
}

const itemAt = async (position: number) => (await table.data()).find(({ pk }) => pk === keyAt(position).pk);

const set = (position: number, name: string, value: number) =>
  table.client.send(
    new UpdateItemCommand({
      TableName: table.name,
      Key: sdkKeyAt(position),
      UpdateExpression: 'SET #name = :value',
      ExpressionAttributeNames: { '#name': name },
      ExpressionAttributeValues: { ':value': { N: String(value) } },
    }),
  );

test('failed items are tried again with the transform of now, and forgotten, or kept with the reason of now', async () => {
  await fill(table, ITEMS, numbered);
  await migrate(runOf(backfillMigration(failingAt(1, 2, 3, 4, 5))));
  expect(await failures()).toMatchObject([1, 2, 3, 4, 5].map((at) => ({ reason: `number ${at} is refused` })));
  await set(2, 'double', 4);
  await table.client.send(new DeleteItemCommand({ TableName: table.name, Key: sdkKeyAt(3) }));
  await set(4, 'number', 44);

  const result = await retry(
    edited({
      ...failingAt(5),
      match: { filter: { expression: '#number < :most', names: { '#number': 'number' }, values: { ':most': 44 } } },
    }),
  );

  expect(result).toEqual({
    migration: MIGRATION,
    isEdited: true,
    backfills: [{ direction: 'up', name: BACKFILL, ...NONE, updated: 1, unchanged: 1, gone: 2, failed: 1 }],
  });
  expect(await failures()).toMatchObject([{ key: keyAt(5), reason: 'number 5 is refused' }]);
  expect(await itemAt(1)).toEqual({ ...keyAt(1), number: 1, double: 2 });
  expect(await itemAt(3)).toBeUndefined();
  expect(await itemAt(4)).toEqual({ ...keyAt(4), number: 44 });
  expect(await itemAt(5)).toEqual({ ...keyAt(5), number: 5 });
});

test('more of them than are taken up at a time', async () => {
  await fill(table, 230, numbered);
  const all = Array.from({ length: 230 }, (_, number) => number);
  await migrate(runOf(backfillMigration(failingAt(...all))));

  const { isEdited, backfills } = await retry(backfillMigration(failingAt(7)));

  expect({ isEdited, backfills }).toEqual({
    isEdited: false,
    backfills: [{ direction: 'up', name: BACKFILL, ...NONE, updated: 229, failed: 1 }],
  });
  expect(await failures()).toMatchObject([{ key: keyAt(7) }]);
  await expect(retry(backfillMigration(failingAt()))).resolves.toMatchObject({ backfills: [{ updated: 1 }] });
  await expect(retry(backfillMigration(failingAt()))).resolves.toMatchObject({ backfills: [] });
  expect((await table.data()).every(({ number, double }) => double === Number(number) * 2)).toBe(true);
});

test('what somebody else writes meanwhile is not lost', async () => {
  await fill(table, ITEMS, numbered);
  await migrate(runOf(backfillMigration(failingAt(1))));
  let isChanged = false;
  table.proxy.handle(async ({ operation }, forward) => {
    if (operation === 'BatchExecuteStatement' && !isChanged) {
      isChanged = true;
      await set(1, 'number', 11);
    }
    return forward();
  });

  await expect(retry(backfillMigration(failingAt()))).resolves.toMatchObject({ backfills: [{ updated: 1 }] });

  expect(await itemAt(1)).toEqual({ ...keyAt(1), number: 11, double: 22 });
});

test('with exactlyOnce none is changed twice, also where the answer to its write is lost', async () => {
  await fill(table, ITEMS, numbered);
  const counting = (...numbers: number[]): BackfillOptions => ({
    onError: 'skip',
    exactlyOnce: true,
    transform: (item) => {
      if (numbers.includes(Number(item.number))) throw new Error('refused');
      return { ...item, count: Number(item.count ?? 0) + 1 };
    },
  });
  await migrate(runOf(backfillMigration(counting(1, 2, 3))));
  let left = 2;
  table.proxy.handle(async ({ operation, input }, forward) => {
    const answer = await forward();
    if (operation !== 'TransactWriteItems' || !JSON.stringify(input).includes('failure#') || left === 0) return answer;
    left -= 1;
    return NO_ANSWER;
  });

  await expect(retry(backfillMigration(counting(3)))).resolves.toMatchObject({
    backfills: [{ ...NONE, updated: 2, failed: 1 }],
  });

  expect(left).toBe(0);
  expect(await itemAt(1)).toEqual({ ...keyAt(1), number: 1, count: 1 });
  expect(await itemAt(2)).toEqual({ ...keyAt(2), number: 2, count: 1 });
  expect(await itemAt(3)).toEqual({ ...keyAt(3), number: 3 });
  expect(await failures()).toMatchObject([{ key: keyAt(3), reason: 'refused' }]);
});

describe('a migration of more than a backfill', () => {
  /** Its second backfill has no name. */
  const several = (options: BackfillOptions, rest: Partial<Migration> = {}) =>
    migrationFile(
      MIGRATION,
      async ({ context }) => {
        await context.backfill({ name: 'first', transform: (item) => ({ ...item, first: true }) });
        await put(context.client, context.tableName, 'side-effect');
        await context.createIndex({ indexName: 'byNumber', partitionKey: { name: 'number', type: 'N' } });
        await context.backfill({ match: (item) => 'number' in item, ...options });
        await put(context.client, context.tableName, 'another');
      },
      rest,
    );

  test('does nothing else again', async () => {
    await fill(table, ITEMS, numbered);
    await migrate(runOf(several(failingAt(1, 2))));
    const effects = ['side-effect', 'another'].map((name) => ({ pk: { S: name }, sk: { S: name } }));
    for (const Key of effects) await table.client.send(new DeleteItemCommand({ TableName: table.name, Key }));
    for (const { pk, sk } of await table.data()) {
      const Key = { pk: { S: String(pk) }, sk: { S: String(sk) } };
      const update = { TableName: table.name, Key, UpdateExpression: 'REMOVE #first' };
      await table.client.send(new UpdateItemCommand({ ...update, ExpressionAttributeNames: { '#first': 'first' } }));
    }

    const { backfills } = await retry(several(failingAt()));

    expect(backfills).toEqual([{ direction: 'up', name: 'backfill-2', ...NONE, updated: 2 }]);
    const data = await table.data();
    expect(data).toHaveLength(ITEMS);
    expect(data.some((item) => 'first' in item)).toBe(false);
    expect(await table.states()).toEqual({ [MIGRATION]: 'applied' });
  });

  test('whose body fails ahead of the backfill says so', async () => {
    await fill(table, ITEMS, numbered);
    await migrate(runOf(backfillMigration(failingAt(1))));
    const broken = migrationFile(MIGRATION, () => Promise.reject(new Error('no way')));

    await expect(retry(broken)).rejects.toMatchObject({
      code: 'retry-failed',
      message: expect.stringContaining('its `up` failed: no way'),
    });
    expect(await failures()).toHaveLength(1);
  });

  test('that has no backfill of the name any more says so', async () => {
    await fill(table, ITEMS, numbered);
    await migrate(runOf(backfillMigration(failingAt(1))));

    await expect(retry(backfillMigration({ ...failingAt(), name: 'renamed' }))).rejects.toMatchObject({
      code: 'retry-failed',
      message: expect.stringContaining('has no backfill of that name any more'),
    });
    expect(await failures()).toHaveLength(1);
  });
});

test('what failed in a down is tried again with the down', async () => {
  await fill(table, ITEMS, numbered);
  const file = (...numbers: number[]) =>
    migrationFile(MIGRATION, undefined, {
      down: ({ context }) => context.backfill(failingAt(...numbers)),
    });
  await migrate(runOf(file()));
  await expect(revert(runOf(file(1)))).resolves.toEqual([MIGRATION]);
  expect(await failures()).toMatchObject([{ direction: 'down', key: keyAt(1) }]);

  await expect(retry(file())).resolves.toMatchObject({
    backfills: [{ direction: 'down', name: BACKFILL, updated: 1 }],
  });

  expect(await failures()).toEqual([]);
  expect(await table.states()).toEqual({ [MIGRATION]: 'reverted' });
});

test('without a file of that name there is nothing to try them with', async () => {
  await expect(retryFailures(runOf(), MIGRATION)).rejects.toMatchObject({ code: 'unknown-migration' });
});

test('with nothing recorded nothing is written, and nobody waited for', async () => {
  await migrate(runOf(backfillMigration(failingAt())));
  const { length } = table.proxy.requests;

  await expect(retry(backfillMigration(failingAt()))).resolves.toEqual({
    migration: MIGRATION,
    isEdited: false,
    backfills: [],
  });

  const operations = table.proxy.requests.slice(length).map(({ operation }) => operation);
  expect(new Set(operations)).toEqual(new Set(['Query']));
});

test('whoever migrates the table now is not disturbed', async () => {
  await fill(table, ITEMS, numbered);
  await migrate(runOf(backfillMigration(failingAt(1))));
  const options = { ...runOf(backfillMigration(failingAt())), waitMilliseconds: 0 };

  await withLock(options, () => expect(retryFailures(options, MIGRATION)).rejects.toMatchObject({ code: 'locked' }));

  expect(await failures()).toHaveLength(1);
});

describe('on the command line', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'groundwork-migrations-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (refused: string) =>
    writeFileSync(
      path.join(folder, `${MIGRATION}.ts`),
      `export default { up: ({ context }: any) => context.backfill({ onError: 'skip', transform: (item: any) => {
        if (${refused}) throw new Error('refused:\\n' + item.number);
        return { ...item, double: item.number * 2 };
      } }) };\n`,
    );
  const run = (...words: string[]) => startCommand(table, 'migrate', ...words, '--migrations', folder).ended;

  test('failures lists them, retry tries them, with 1 where some still fail, status counts what is left', async () => {
    await fill(table, ITEMS, numbered);
    expect(await run('failures')).toMatchObject({ code: 0, stderr: 'No failed items are recorded.\n' });
    write('item.number < 2');
    expect(await run('up')).toMatchObject({ code: 0 });

    const listed = await run('failures');
    expect(listed).toMatchObject({ code: 0, stdout: '' });
    const [heading, ...lines] = listed.stderr.trimEnd().split('\n');
    expect(heading).toBe(`${MIGRATION}, backfill ${BACKFILL}:`);
    expect(lines.slice(0, 2).sort()).toEqual([
      expect.stringMatching(/^ {2}pk = "item-0", sk = "item": refused: 0 \(20.*Z\)$/),
      expect.stringMatching(/^ {2}pk = "item-1", sk = "item": refused: 1 \(20.*Z\)$/),
    ]);
    expect(lines.slice(2)).toEqual(['2 failed items in all.', `To try them again: yarn migrate retry ${MIGRATION}`]);
    const { stdout } = await run('failures', '--json');
    expect(JSON.parse(stdout)).toHaveLength(2);
    expect(JSON.parse(stdout)).toContainEqual({
      migration: MIGRATION,
      direction: 'up',
      name: BACKFILL,
      key: { pk: 'item-0', sk: 'item' },
      reason: 'refused:\n0',
      at: expect.any(String),
      segment: expect.any(Number),
      version: expect.any(Number),
    });

    write('item.number === 1');
    expect(await run('retry', MIGRATION)).toMatchObject({
      code: 1,
      stderr:
        `Backfill ${BACKFILL}: 2 items tried again, 1 changed, 1 failed again (yarn migrate failures)\n` +
        `The file of ${MIGRATION} was edited since it ran: they were tried with it as it is now.\n`,
    });
    expect((await run('status')).stderr).toMatch(/^ {2}backfill .*, 1 failed, .* \(yarn migrate failures\)$/m);

    write('false');
    expect(await run('retry', MIGRATION)).toMatchObject({ code: 0 });
    expect(await run('retry', MIGRATION)).toMatchObject({
      code: 0,
      stderr: `No failed items of ${MIGRATION} are recorded.\n`,
    });
    expect((await run('status')).stderr).not.toContain('failed');
  });
});
