import { DescribeTableCommand, type TableDescription, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { migrate } from '../../../bootstrap/migrator/migrate';
import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import { allIndexesActive } from '../../../bootstrap/migrator/steps/table-indexes';
import { waitForTable } from '../../../bootstrap/wait-for-table';
import { type Answer, type Handler, json, NO_ANSWER, refusal } from '../../support/fault-proxy';
import { migrationFile } from './support/migration-file';
import { isRecord } from './support/requests';
import { closeAll, createProxiedTable, type ProxiedTable } from './support/surroundings';

let table: ProxiedTable;
beforeEach(async () => {
  table = await createProxiedTable();
});
afterEach(closeAll);

/** A migration that creates an index by the attribute of the same name. */
const indexMigration = (indexName: string): MigrationFile =>
  migrationFile(`20260101000000-${indexName}`, ({ context }) => context.createIndex(definitionOf(indexName)));

const definitionOf = (indexName: string) => ({ indexName, partitionKey: { name: indexName, type: 'S' as const } });

const run = (...migrations: MigrationFile[]) => migrate({ client: table.proxied, tableName: table.name, migrations });

const operations = (): string[] => table.proxy.requests.map(({ operation }) => operation);

async function indexStates(): Promise<Record<string, string | undefined>> {
  const { Table } = await table.client.send(new DescribeTableCommand({ TableName: table.name }));
  const indexes = Table?.GlobalSecondaryIndexes ?? [];
  return Object.fromEntries(indexes.map(({ IndexName = '', IndexStatus }) => [IndexName, IndexStatus]));
}

/** The same answer, as it is while the table is ACTIVE and DynamoDB still fills an index of it. */
function whileBuilding({ status, body }: Answer, indexName: string): Answer {
  const { Table } = JSON.parse(body.toString()) as { Table: TableDescription };
  const indexes = Table.GlobalSecondaryIndexes?.map((index) =>
    index.IndexName === indexName ? { ...index, IndexStatus: 'CREATING', Backfilling: true } : index,
  );
  return json(status, { Table: { ...Table, TableStatus: 'ACTIVE', GlobalSecondaryIndexes: indexes } });
}

/** The first answers that show an index show it as still building. */
function showBuilding(times: number, ...indexNames: string[]): Handler {
  const shown = new Map(indexNames.map((name) => [name, 0]));
  return async ({ operation }, forward) => {
    const answer = await forward();
    if (operation !== 'DescribeTable') return answer;
    const name = indexNames.find(
      (one) => answer.body.includes(`"IndexName":"${one}"`) && (shown.get(one) ?? 0) < times,
    );
    if (name === undefined) return answer;
    shown.set(name, (shown.get(name) ?? 0) + 1);
    return whileBuilding(answer, name);
  };
}

test('an index is waited for where its table is ACTIVE before it', async () => {
  table.proxy.handle(showBuilding(3, 'first'));
  await run(indexMigration('first'));
  const sent = operations();
  const applied = table.proxy.requests.findIndex(isRecord('applied'));
  const described = sent.slice(sent.indexOf('UpdateTable'), applied).filter((name) => name === 'DescribeTable');
  expect(described.length).toBeGreaterThan(3);
});

test('two indexes of one run are built one after the other', async () => {
  table.proxy.handle(showBuilding(2, 'first', 'second'));
  const [first, second] = [indexMigration('first'), indexMigration('second')];
  await expect(run(first, second)).resolves.toEqual([first.name, second.name]);
  const steps = table.proxy.requests.flatMap((request) => {
    if (request.operation === 'UpdateTable') return ['create'];
    return isRecord('applied')(request) ? ['applied'] : [];
  });
  expect(steps).toEqual(['create', 'applied', 'create', 'applied']);
  expect(await indexStates()).toEqual({ first: 'ACTIVE', second: 'ACTIVE' });
});

test('two indexes of one migration are built one after the other', async () => {
  table.proxy.handle(showBuilding(2, 'first', 'second'));
  const both = migrationFile('20260101000000-both', async ({ context }) => {
    await context.createIndex(definitionOf('first'));
    await context.createIndex(definitionOf('second'));
  });
  await run(both);
  expect(await indexStates()).toEqual({ first: 'ACTIVE', second: 'ACTIVE' });
});

test('an index that an interrupted run began is adopted', async () => {
  await table.client.send(
    new UpdateTableCommand({
      TableName: table.name,
      AttributeDefinitions: [{ AttributeName: 'first', AttributeType: 'S' }],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'first',
            KeySchema: [{ AttributeName: 'first', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'ALL' },
          },
        },
      ],
    }),
  );
  // DynamoDB Local takes no transaction while it builds an index; DynamoDB does.
  await waitForTable(table.client, table.name, allIndexesActive);
  table.proxy.handle(showBuilding(2, 'first'));
  await run(indexMigration('first'));
  expect(operations()).not.toContain('UpdateTable');
});

test('an index of that name with other keys is an error that shows both', async () => {
  await run(indexMigration('first'));
  const other = migrationFile('20260101000001-other', ({ context }) =>
    context.createIndex({ indexName: 'first', partitionKey: { name: 'other', type: 'N' } }),
  );
  await expect(run(indexMigration('first'), other)).rejects.toMatchObject({
    code: 'migration-failed',
    cause: { code: 'index-differs' },
    message: expect.stringContaining(
      `Table ${table.name} has an index first with first (HASH, S), projection ALL; the migration wants ` +
        'other (HASH, N), projection ALL.',
    ),
  });
});

test('an index that somebody else deletes while it is built is an error, and the next run builds it anew', async () => {
  const migration = indexMigration('first');
  const show = showBuilding(Number.POSITIVE_INFINITY, 'first');
  let deleted = false;
  table.proxy.handle(async (request, forward) => {
    // What it is in truth: DynamoDB Local deletes an index only once it has built it.
    const isBuilt = (await indexStates()).first === 'ACTIVE';
    const answer = await show(request, forward);
    if (request.operation === 'DescribeTable' && isBuilt && !deleted) {
      deleted = true;
      await table.client.send(
        new UpdateTableCommand({
          TableName: table.name,
          GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: 'first' } }],
        }),
      );
    }
    return answer;
  });
  await expect(run(migration)).rejects.toMatchObject({ code: 'migration-failed', cause: { code: 'index-vanished' } });
  expect(await table.states()).toEqual({ [migration.name]: 'failed' });

  table.proxy.handle((_request, forward) => forward());
  await expect(run(migration)).resolves.toEqual([migration.name]);
  expect(await indexStates()).toEqual({ first: 'ACTIVE' });
});

test('a description from before the change, which DynamoDB may give for a moment, is no deleted index', async () => {
  let before: Answer | undefined;
  let stale = 0;
  table.proxy.handle(async ({ operation }, forward) => {
    const answer = await forward();
    if (operation !== 'DescribeTable') return answer;
    if (!operations().includes('UpdateTable')) before = answer;
    else if (before && stale < 2) {
      stale += 1;
      return before;
    }
    return answer;
  });
  await run(indexMigration('first'));
  expect(stale).toBe(2);
  expect(await indexStates()).toEqual({ first: 'ACTIVE' });
});

test.each([
  ['ResourceInUseException', 'Attempt to change a resource which is still in use'],
  ['LimitExceededException', 'Subscriber limit exceeded: Only 1 online index can be created simultaneously per table'],
])('%s is tried again', async (exception, message) => {
  let refused = 0;
  table.proxy.handle((request, forward) => {
    if (request.operation !== 'UpdateTable' || refused === 3) return forward();
    refused += 1;
    return refusal(400, exception, message);
  });
  await run(indexMigration('first'));
  expect(refused).toBe(3);
  expect(await indexStates()).toEqual({ first: 'ACTIVE' });
});

test('an index whose creation was answered by nothing is built, and nothing is lost', async () => {
  let lost = 0;
  table.proxy.handle(async (request, forward) => {
    const answer = await forward();
    if (request.operation !== 'UpdateTable' || lost > 0) return answer;
    lost += 1;
    return NO_ANSWER;
  });
  await run(indexMigration('first'));
  expect(lost).toBe(1);
  expect(await indexStates()).toEqual({ first: 'ACTIVE' });
});
