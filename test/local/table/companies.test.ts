import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { createCompany } from '../../../table/patterns/create-company';
import { getCompany } from '../../../table/patterns/get-company';
import { updateCompany } from '../../../table/patterns/update-company';
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

test('a company has a description where it is given one', async () => {
  const company = { name: 'Described', description: 'Makes anvils' };
  await expect(createCompany(testTable.table, company)).resolves.toEqual({ ...company, version: 1 });
  await expect(getCompany(testTable.table, 'Described')).resolves.toEqual({ ...company, version: 1 });
});

test('a change makes the next version of a company', async () => {
  await createCompany(testTable.table, { name: 'Changed' });
  const changed = { name: 'Changed', description: 'Makes anvils', version: 2 };
  await expect(updateCompany(testTable.table, ' Changed ', { description: 'Makes anvils' }, 1)).resolves.toEqual(
    changed,
  );
  await expect(getCompany(testTable.table, 'Changed')).resolves.toEqual(changed);
});

test('null removes the description', async () => {
  await createCompany(testTable.table, { name: 'Bare', description: 'Makes anvils' });
  await expect(updateCompany(testTable.table, 'Bare', { description: null }, 1)).resolves.toEqual({
    name: 'Bare',
    version: 2,
  });
});

test('a company in another version stays as it is', async () => {
  await createCompany(testTable.table, { name: 'Newer' });
  await updateCompany(testTable.table, 'Newer', { description: 'Second' }, 1);
  await expect(updateCompany(testTable.table, 'Newer', { description: 'Third' }, 1)).rejects.toMatchObject({
    code: 'version-mismatch',
    message: 'Company Newer is in version 2, not 1. Read it again and repeat the change.',
  });
  await expect(getCompany(testTable.table, 'Newer')).resolves.toMatchObject({ description: 'Second', version: 2 });
});

test.each([0, -1, 1.5, Number.NaN])('no company is in version %p', async (version) => {
  await expect(updateCompany(testTable.table, 'Groundwork', { description: 'No' }, version)).rejects.toMatchObject({
    code: 'version-mismatch',
  });
});

test('a change does not create a company', async () => {
  await expect(updateCompany(testTable.table, 'Missing', { description: 'No' }, 1)).rejects.toMatchObject({
    code: 'no-such-company',
  });
  await expect(getCompany(testTable.table, 'Missing')).resolves.toBeUndefined();
});

test('of many who change the same version at once, one succeeds', async () => {
  await createCompany(testTable.table, { name: 'Popular' });
  const descriptions = Array.from({ length: 10 }, (_, index) => `Description ${index}`);
  const outcomes = await Promise.allSettled(
    descriptions.map((description) => updateCompany(testTable.table, 'Popular', { description }, 1)),
  );
  const winners = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(winners).toEqual([await getCompany(testTable.table, 'Popular')]);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'version-mismatch' });
  }
});

test('the company that a migration made counts as version 1, before and after its first change', async () => {
  await expect(getCompany(testTable.table, 'Groundwork')).resolves.toEqual({ name: 'Groundwork', version: 1 });
  await expect(updateCompany(testTable.table, 'Groundwork', { description: 'No' }, 2)).rejects.toMatchObject({
    code: 'version-mismatch',
    message: expect.stringContaining('is in version 1, not 2'),
  });
  const changed = { name: 'Groundwork', description: 'Lays tables', version: 2 };
  await expect(updateCompany(testTable.table, 'Groundwork', { description: 'Lays tables' }, 1)).resolves.toEqual(
    changed,
  );
  await expect(getCompany(testTable.table, 'Groundwork')).resolves.toEqual(changed);
  await expect(updateCompany(testTable.table, 'Groundwork', { description: 'No' }, 1)).rejects.toMatchObject({
    code: 'version-mismatch',
  });
});

test('an attribute that nobody knows is refused', async () => {
  const created = { name: 'Strict', colour: 'red' };
  await expect(createCompany(testTable.table, created)).rejects.toMatchObject({ code: 'unknown-attribute' });
  await expect(getCompany(testTable.table, 'Strict')).resolves.toBeUndefined();
  const changes = { description: 'Known', name: 'Groundbreak' };
  await expect(updateCompany(testTable.table, 'Groundwork', changes, 1)).rejects.toMatchObject({
    code: 'unknown-attribute',
  });
});

test.each([{}, { description: undefined }])('the changes %j are none', async (changes) => {
  await expect(updateCompany(testTable.table, 'Groundwork', changes, 1)).rejects.toMatchObject({ code: 'no-change' });
});
