import { fault } from './endpoint';
import { fakeTable, stopFakeTables } from './settle';

afterEach(stopFakeTables);

const on = { DeletionProtectionEnabled: true };

test('nothing declared costs no request', async () => {
  const table = await fakeTable({});
  await expect(table.settle({})).resolves.toEqual([]);
  await expect(table.check({})).resolves.toEqual([]);
  expect(table.operations).toEqual([]);
});

test('what the description tells costs no request where it is as declared', async () => {
  const table = await fakeTable({}, on);
  const settings = { deletionProtection: true, billing: 'on-demand', stream: false, tableClass: 'STANDARD' } as const;
  await expect(table.settle({ ...settings, encryption: 'aws-owned' })).resolves.toEqual([]);
  expect(table.operations).toEqual([]);
});

test('check lists the changes that settle makes, and writes nothing', async () => {
  const table = await fakeTable({
    UpdateTable: ({ DeletionProtectionEnabled, TableClass }) => {
      if (DeletionProtectionEnabled !== undefined) Object.assign(table.description, { DeletionProtectionEnabled });
      if (TableClass !== undefined) Object.assign(table.description, { TableClassSummary: { TableClass } });
      return {};
    },
  });
  const settings = { tableClass: 'STANDARD_INFREQUENT_ACCESS', deletionProtection: true } as const;
  const changes = await table.check(settings);
  expect(table.operations).toEqual([]);
  expect(changes).toEqual([
    { setting: 'deletionProtection', from: 'off', to: 'on' },
    { setting: 'tableClass', from: 'STANDARD', to: 'STANDARD_INFREQUENT_ACCESS' },
  ]);
  await expect(table.settle(settings)).resolves.toEqual(changes);
  expect(table.printed).toEqual(['deletionProtection: off → on', 'tableClass: STANDARD → STANDARD_INFREQUENT_ACCESS']);
});

test('DynamoDB takes one kind of change in a request: each setting is one of its own, in effect before the next', async () => {
  const table = await fakeTable({
    UpdateTable: ({ DeletionProtectionEnabled, TableClass }) => {
      Object.assign(table.description, { TableStatus: 'UPDATING' });
      setTimeout(() => {
        Object.assign(table.description, {
          TableStatus: 'ACTIVE',
          ...(DeletionProtectionEnabled !== undefined && { DeletionProtectionEnabled }),
          ...(TableClass !== undefined && { TableClassSummary: { TableClass } }),
        });
      }, 50);
      return {};
    },
  });
  await table.settle({ tableClass: 'STANDARD_INFREQUENT_ACCESS', deletionProtection: true });
  const updates = table.inputs.filter((_input, index) => table.operations[index] === 'UpdateTable');
  expect(updates).toEqual([
    { TableName: 'orders', DeletionProtectionEnabled: true },
    { TableName: 'orders', TableClass: 'STANDARD_INFREQUENT_ACCESS' },
  ]);
  const second = table.operations.lastIndexOf('UpdateTable');
  expect(table.operations.slice(1, second).filter((operation) => operation === 'DescribeTable').length).toBeGreaterThan(
    1,
  );
});

test.each([
  ['ResourceInUseException', 'Table is being updated'],
  ['LimitExceededException', 'Only 50 tables can be created, updated, or deleted simultaneously'],
  [
    'ThrottlingException',
    'Deletion protection setting for table orders modified within the previous 15000 milliseconds',
  ],
])('%s is asked again', async (type, message) => {
  let refusals = 2;
  const table = await fakeTable({
    UpdateTable: () => {
      if (refusals-- > 0) throw fault(type, message);
      Object.assign(table.description, on);
      return {};
    },
  });
  await table.settle({ deletionProtection: true });
  expect(table.printed).toEqual(['deletionProtection: off → on']);
});

test('a busy table is read again before it is asked again: what another made of it needs no second request', async () => {
  const table = await fakeTable({
    UpdateTable: () => {
      Object.assign(table.description, on);
      throw fault('ResourceInUseException');
    },
  });
  await expect(table.settle({ deletionProtection: true })).resolves.toHaveLength(1);
  expect(table.operations).toEqual(['UpdateTable', 'DescribeTable']);
});

test('a change that was refused because another has just made it is no error', async () => {
  const table = await fakeTable({
    UpdateTable: () => {
      Object.assign(table.description, { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } });
      throw fault('ValidationException', 'Table already has an enabled stream: TableName: orders');
    },
  });
  await table.settle({ stream: 'NEW_IMAGE' });
  expect(table.operations).toEqual(['UpdateTable', 'DescribeTable']);
});

test('a change that is refused as things stand is asked for once, and is an error with all that a person needs', async () => {
  const table = await fakeTable({
    UpdateTable: () => {
      throw fault('ValidationException', 'KMS validation error: the key is disabled');
    },
  });
  const kmsKeyArn = 'arn:aws:kms:eu-central-1:111122223333:key/one';
  await expect(table.settle({ encryption: { kmsKeyArn } })).rejects.toMatchObject({
    code: 'setting-refused',
    message: expect.stringMatching(
      /^Table orders: encryption, aws-owned → KMS key arn:aws:kms:.*key\/one: .*the key is disabled\).* enabled, symmetric/,
    ),
  });
  expect(table.operations.filter((operation) => operation === 'UpdateTable')).toHaveLength(1);
});

test.each([
  ['billing', 'on-demand', 'Update to PayPerRequest mode are limited to once in 1 day(s).', 'four times in 24 hours'],
  ['tableClass', 'STANDARD_INFREQUENT_ACCESS', 'Updates to TableClass are limited to 2 times in 30 day(s)', '30 days'],
  ['encryption', 'aws-managed', 'Encryption mode changes are limited in the 24h window ending at', 'one in six'],
])('a limit of hours or days on %s is told at once, in words', async (setting, value, message, words) => {
  const table = await fakeTable(
    {
      UpdateTable: () => {
        throw fault('LimitExceededException', `Subscriber limit exceeded: ${message}`);
      },
    },
    { BillingModeSummary: undefined, ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } },
  );
  await expect(table.settle({ [setting]: value })).rejects.toMatchObject({
    code: 'setting-limit',
    message: expect.stringContaining(words),
  });
  expect(table.operations).toEqual(['UpdateTable']);
});

test('credentials that may not make a change are told which action they lack', async () => {
  const table = await fakeTable({
    UpdateTable: () => {
      throw fault('AccessDeniedException', 'User: ci is not authorized to perform: dynamodb:UpdateTable');
    },
  });
  await expect(table.settle({ deletionProtection: true })).rejects.toMatchObject({
    code: 'setting-refused',
    message: expect.stringMatching(/^Table orders: deletionProtection, off → on: .*dynamodb:UpdateTable.* Allow/),
  });
});

test('credentials that may not even read a setting are told so by check', async () => {
  const table = await fakeTable({
    DescribeTimeToLive: () => {
      throw fault('AccessDeniedException', 'User: ci is not authorized to perform: dynamodb:DescribeTimeToLive');
    },
  });
  await expect(table.check({ timeToLive: 'expires' })).rejects.toMatchObject({
    code: 'setting-refused',
    message: expect.stringMatching(/^Table orders: timeToLive: .*dynamodb:DescribeTimeToLive/),
  });
});

describe('what the service does not know', () => {
  const settings = { tags: { team: 'core' }, pointInTimeRecovery: true };

  test('is skipped by name on local', async () => {
    const table = await fakeTable({});
    await expect(table.settle(settings, { skipUnsupported: true })).resolves.toEqual([]);
    expect(table.skipped.sort()).toEqual([
      'pointInTimeRecovery: An unknown operation was requested.',
      'tags: An unknown operation was requested.',
    ]);
  });

  test('is as good as off where that is what is declared', async () => {
    const table = await fakeTable({});
    await expect(table.settle({ pointInTimeRecovery: false })).resolves.toEqual([]);
  });

  test('is an error elsewhere', async () => {
    const table = await fakeTable({});
    await expect(table.settle({ pointInTimeRecovery: true })).rejects.toMatchObject({
      code: 'setting-refused',
      message: expect.stringMatching(
        /^Table orders: pointInTimeRecovery: .*UnknownOperationException.*say pointInTimeRecovery: false/,
      ),
    });
    expect(table.skipped).toEqual([]);
  });
});

test('an interruption ends the waiting', async () => {
  const interruption = new AbortController();
  const table = await fakeTable({
    UpdateTable: () => {
      interruption.abort();
      throw fault('ResourceInUseException');
    },
  });
  await expect(table.settle({ deletionProtection: true }, { signal: interruption.signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
});
