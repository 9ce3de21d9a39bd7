import { type AttributeValue, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { writeItems } from '../../../../bootstrap/bulk/write-items';
import { headerKey } from '../../../../bootstrap/migrator/backfill/keys';
import { migrate } from '../../../../bootstrap/migrator/migrate';
import type { Migration } from '../../../../bootstrap/migrator/migration';
import { formatPlan } from '../../../../bootstrap/migrator/plan/format-plan';
import { only, type Planning, startPlanning, toMigrationFile } from '../../bootstrap/migrator-plan/planning';

let planning: Planning;

beforeEach(async () => {
  planning = await startPlanning();
  const items = Array.from({ length: 40 }, (_, number) => ({ pk: `user#${number}`, sk: 'user#' }));
  await writeItems(planning.client, planning.tableName, items);
});
afterEach(async () => {
  expect(planning.proxy.refused).toEqual([]);
  await planning.remove();
});

const mark = (item: object) => ({ ...item, isMarked: true });
const markMost = (item: object & { pk?: string }) => {
  if (item.pk === 'user#7') throw new Error('no seventh');
  return { ...item, isMarked: true };
};

const BACKFILL = { migration: 'first', direction: 'up', name: 'backfill-1' } as const;

/** Runs it, which is to fail. */
const fail = async (up: Migration['up']): Promise<void> => {
  const { client, tableName } = planning;
  const run = migrate({ client, tableName, isLocal: true, migrations: [toMigrationFile(up)] });
  await expect(run).rejects.toMatchObject({ code: 'migration-failed' });
};

test('a backfill that was stopped goes on from there, and the plan says how far it is', async () => {
  const body: Migration['up'] = ({ context }) => context.backfill({ transform: markMost });
  await fail(body);

  const planned = only(await planning.plan(body));
  expect(planned.actions).toMatchObject([
    { kind: 'backfill', unfinished: { state: 'stopped', segments: 16 }, failed: { value: 1 } },
  ]);
  expect(formatPlan([planned])[2]).toMatch(
    /^ {4}goes on where it was: begun \S+ by .*, it is stopped, with \d+ of 16 segments done \(\d+ items? read, \d+ written\)/,
  );
});

test('limits that were set by hand hold in place of those of the migration', async () => {
  const body: Migration['up'] = ({ context }) => context.backfill({ transform: markMost, maxWriteUnits: 1_000 });
  await fail(body);
  expect(only(await planning.plan(body)).actions).toMatchObject([{ costs: { limits: { writeUnits: 1_000 } } }]);
  await planning.client.send(
    new UpdateItemCommand({
      TableName: planning.tableName,
      Key: headerKey(BACKFILL) as Record<string, AttributeValue>,
      UpdateExpression: 'SET limits = :limits',
      ExpressionAttributeValues: marshall({ ':limits': { writeUnits: 5, readUnits: null } }),
    }),
  );
  expect(only(await planning.plan(body)).actions).toMatchObject([{ costs: { limits: { writeUnits: 5 } } }]);
});

test('one that has changed since would fail, and the plan says what can be done', async () => {
  await fail(({ context }) => context.backfill({ transform: markMost }));
  const planned = only(await planning.plan(({ context }) => context.backfill({ transform: mark })));
  expect(planned).toMatchObject({
    actions: [],
    error: expect.stringMatching(
      /An earlier run has begun backfill .*, and its transform has changed since\..*yarn migrate repair first/,
    ),
  });
});

test('one that was done before the run ended otherwise is not planned again', async () => {
  const body: Migration['up'] = async ({ context }) => {
    const totals = await context.backfill({ name: 'marks', transform: mark });
    expect(totals).toMatchObject({ matched: 40, updated: 40 });
    throw new Error('enough');
  };
  await fail(body);

  const planned = only(await planning.plan(body));
  expect(formatPlan([planned])).toEqual([
    'first (expand)',
    '  backfill: backfill marks was done by a run that did not come to its end: nothing to do',
    '  would fail: enough',
  ]);
});

test('one that was done, and has changed since, would fail as in a run', async () => {
  await fail(async ({ context }) => {
    await context.backfill({ name: 'marks', transform: mark });
    throw new Error('behind it');
  });

  const planned = only(
    await planning.plan(({ context }) =>
      context.backfill({ name: 'marks', transform: (item) => ({ ...item, isMarked: false }) }),
    ),
  );
  expect(planned.error).toMatch(/its transform has changed since/);
});
