import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createCompany } from '../../../table/patterns/create-company';
import { getCompany } from '../../../table/patterns/get-company';
import { createTestTable, type TestTable } from '../../support/test-table';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await createTestTable();
});
afterAll(() => testTable.remove());

test('a company that was created is found by its name', async () => {
  await expect(createCompany(testTable.table, { name: ' Acme ' })).resolves.toEqual({ name: 'Acme', version: 1 });
  await expect(getCompany(testTable.table, 'Acme')).resolves.toEqual({ name: 'Acme', version: 1 });
});

test('a company is kept in the documented form', async () => {
  await createCompany(testTable.table, { name: 'C# Works' });
  const { Item } = await testTable.client.send(
    new GetItemCommand({
      TableName: testTable.table.getName(),
      Key: { pk: { S: 'company#C%23 Works' }, sk: { S: 'company#' } },
    }),
  );
  expect(Item).toEqual({
    pk: { S: 'company#C%23 Works' },
    sk: { S: 'company#' },
    _et: { S: 'Company' },
    _v: { N: '2' },
    name: { S: 'C# Works' },
    version: { N: '1' },
  });
});

test('a company that a migration wrote with the plain client is found', async () => {
  await testTable.client.send(
    new PutItemCommand({
      TableName: testTable.table.getName(),
      Item: { pk: { S: 'company#Migrated' }, sk: { S: 'company#' }, _et: { S: 'Company' }, name: { S: 'Migrated' } },
    }),
  );
  await expect(getCompany(testTable.table, 'Migrated')).resolves.toEqual({ name: 'Migrated', version: 1 });
});

test('a company that does not exist is undefined', async () => {
  await expect(getCompany(testTable.table, 'Nobody')).resolves.toBeUndefined();
});

test('of many who create the same company at once, one succeeds', async () => {
  const attempts = Array.from({ length: 10 }, () => createCompany(testTable.table, { name: 'Contested' }));
  const outcomes = await Promise.allSettled(attempts);
  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refusals).toHaveLength(9);
  for (const { reason } of refusals) expect(reason).toMatchObject({ name: 'TableError', code: 'already-exists' });
});
