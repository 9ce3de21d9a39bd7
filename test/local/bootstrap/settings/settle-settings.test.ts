import { DescribeTimeToLiveCommand, ResourceInUseException, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { waitForTable } from '../../../../bootstrap/wait-for-table';
import type { TableSettings } from '../../../../table/deployment';
import { createLocalTable, type LocalTable } from './local-table';

let table: LocalTable;

beforeEach(async () => {
  table = await createLocalTable();
});
afterEach(() => table.remove());

/** Both indexes or none building any more. */
const settled = async () => waitForTable(table.client, await nameOf(), (found) => statesOf(found).every(isActive));
const nameOf = async () => (await table.describe()).TableName ?? '';
const statesOf = ({ GlobalSecondaryIndexes: indexes = [] }: Awaited<ReturnType<LocalTable['describe']>>) =>
  indexes.map((index) => index.IndexStatus);
const isActive = (state?: string) => state === 'ACTIVE';

/** Settings that differ from a new table's, each in a way that DynamoDB Local has. */
const ALL: TableSettings = {
  billing: { readUnits: 5, writeUnits: 6 },
  deletionProtection: true,
  stream: 'NEW_IMAGE',
  timeToLive: 'expires',
};
const ALL_CHANGES = [
  'deletionProtection: off → on',
  'billing: on-demand → provisioned (5 read, 6 write units)',
  'stream: off → NEW_IMAGE',
  'timeToLive: off → expires',
];

test('what differs is changed, as check said before, and a second run finds nothing to do', async () => {
  await expect(table.check(ALL)).resolves.toEqual(ALL_CHANGES);
  await expect(table.check(ALL)).resolves.toEqual(ALL_CHANGES);
  await expect(table.settle(ALL)).resolves.toEqual(ALL_CHANGES);
  await expect(table.settle(ALL)).resolves.toEqual([]);
  await expect(table.check(ALL)).resolves.toEqual([]);
  await expect(table.describe()).resolves.toMatchObject({
    DeletionProtectionEnabled: true,
    BillingModeSummary: { BillingMode: 'PROVISIONED' },
    ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 },
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' },
  });
});

test('what is not declared stays as it is', async () => {
  await table.settle(ALL);
  await expect(table.settle({})).resolves.toEqual([]);
  await expect(table.settle({ deletionProtection: false })).resolves.toEqual(['deletionProtection: on → off']);
  await expect(table.describe()).resolves.toMatchObject({
    DeletionProtectionEnabled: false,
    StreamSpecification: { StreamViewType: 'NEW_IMAGE' },
  });
});

test('all is switched back', async () => {
  await table.settle(ALL);
  const back = { billing: 'on-demand', deletionProtection: false, stream: false, timeToLive: false } as const;
  await expect(table.settle(back)).resolves.toEqual([
    'deletionProtection: on → off',
    'billing: provisioned (5 read, 6 write units) → on-demand',
    'stream: NEW_IMAGE → off',
    'timeToLive: expires → off',
  ]);
  await expect(table.check(back)).resolves.toEqual([]);
});

test('five who settle at once all succeed, and each change is made', async () => {
  const runs = await Promise.all(Array.from({ length: 5 }, () => table.settle(ALL)));
  await expect(table.check(ALL)).resolves.toEqual([]);
  expect([...new Set(runs.flat())].sort()).toEqual([...ALL_CHANGES].sort());
});

test('another view of the stream is another stream, and the change says so', async () => {
  await table.settle({ stream: 'NEW_IMAGE' });
  const { LatestStreamArn: before } = await table.describe();
  await expect(table.settle({ stream: 'KEYS_ONLY' })).resolves.toEqual([
    "stream: NEW_IMAGE → KEYS_ONLY (switched off and on again: the stream's ARN changes)",
  ]);
  const { LatestStreamArn: after, StreamSpecification: specification } = await table.describe();
  expect(specification).toEqual({ StreamEnabled: true, StreamViewType: 'KEYS_ONLY' });
  expect(after).not.toBe(before);
});

test('five who change the view of the stream at once all succeed', async () => {
  await table.settle({ stream: 'NEW_IMAGE' });
  await Promise.all(Array.from({ length: 5 }, () => table.settle({ stream: 'KEYS_ONLY' })));
  await expect(table.check({ stream: 'KEYS_ONLY' })).resolves.toEqual([]);
});

test('a change of the view that was interrupted half way is completed', async () => {
  await table.settle({ stream: 'NEW_IMAGE' });
  await table.client.send(
    new UpdateTableCommand({ TableName: await nameOf(), StreamSpecification: { StreamEnabled: false } }),
  );
  await expect(table.settle({ stream: 'KEYS_ONLY' })).resolves.toEqual(['stream: off → KEYS_ONLY']);
});

test('another attribute of time to live is taken at once where there is no one-hour rule', async () => {
  await table.settle({ timeToLive: 'old' });
  await expect(table.settle({ timeToLive: 'new' })).resolves.toHaveLength(1);
  const { TimeToLiveDescription } = await table.client.send(
    new DescribeTimeToLiveCommand({ TableName: await nameOf() }),
  );
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'new' });
});

describe('provisioned units', () => {
  const units = { billing: { readUnits: 5, writeUnits: 6 } };

  test('are given to each index as well', async () => {
    await table.beginIndex('gsi1');
    await settled();
    await expect(table.settle(units)).resolves.toEqual([
      'billing: on-demand → provisioned (5 read, 6 write units), the table and each index',
    ]);
    const { GlobalSecondaryIndexes: [index] = [] } = await table.describe();
    expect(index?.ProvisionedThroughput).toMatchObject({ ReadCapacityUnits: 5, WriteCapacityUnits: 6 });
  });

  test('are changed only where they differ', async () => {
    await table.beginIndex('gsi1');
    await settled();
    await table.settle(units);
    await table.client.send(
      new UpdateTableCommand({
        TableName: await nameOf(),
        ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 6 },
      }),
    );
    const changed =
      'billing: provisioned (2 read, 6 write units), index gsi1 (5 read, 6 write units) → ' +
      'provisioned (5 read, 6 write units), the table and each index';
    await expect(table.settle(units)).resolves.toEqual([changed]);
    await expect(table.check(units)).resolves.toEqual([]);
  });

  test('come back after on-demand', async () => {
    await table.beginIndex('gsi1');
    await settled();
    await table.settle(units);
    await table.settle({ billing: 'on-demand' });
    await expect(table.settle(units)).resolves.toHaveLength(1);
    await expect(table.check(units)).resolves.toEqual([]);
  });

  test('wait for an index that is still being built, and then reach it too', async () => {
    await table.beginIndex('gsi1');
    const { GlobalSecondaryIndexes: [building] = [] } = await table.describe();
    expect(building?.IndexStatus).toBe('CREATING');
    await expect(table.settle(units)).resolves.toHaveLength(1);
    const { GlobalSecondaryIndexes: [index] = [] } = await table.describe();
    expect(index).toMatchObject({ IndexStatus: 'ACTIVE', ProvisionedThroughput: { ReadCapacityUnits: 5 } });
  });
});

test('a table that stays busy is an error that names the change and the last answer', async () => {
  await table.beginIndex('gsi1');
  await expect(
    table.settle({ billing: { readUnits: 5, writeUnits: 6 } }, { timeoutMilliseconds: 0 }),
  ).rejects.toMatchObject({
    code: 'control-plane-busy',
    cause: expect.any(ResourceInUseException),
    message: expect.stringMatching(/: billing, on-demand → provisioned .*CREATING/),
  });
  await settled();
});

test('what DynamoDB Local does not have is skipped by name, in check as well', async () => {
  const skipped: string[] = [];
  const options = { onSkip: (setting: string) => void skipped.push(setting) };
  const settings = {
    tags: { team: 'core' },
    pointInTimeRecovery: true,
    tableClass: 'STANDARD_INFREQUENT_ACCESS',
    encryption: 'aws-managed',
  } as const;
  await expect(table.check(settings, options)).resolves.toEqual([]);
  await expect(table.settle(settings, options)).resolves.toEqual([]);
  expect(skipped.sort()).toEqual(
    ['encryption', 'pointInTimeRecovery', 'tableClass', 'tags'].flatMap((name) => [name, name]),
  );
});
