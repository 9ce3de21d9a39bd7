import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { countMembership } from '../../../table/patterns/count-membership';
import { getMemberCount } from '../../../table/patterns/get-member-count';
import { createTestTable, type TestTable } from '../../support/test-table';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await createTestTable();
});
afterAll(() => testTable.remove());

const count = (companyName: string, change: 1 | -1, eventId: string) =>
  countMembership(testTable.table, { companyName, change, eventId });

test('a company of which nothing was counted has no members', async () => {
  await expect(getMemberCount(testTable.table, 'Empty')).resolves.toBe(0);
});

test('members who come and go are counted', async () => {
  await expect(count('Counted', 1, 'counted-1')).resolves.toBe(true);
  await expect(count('Counted', 1, 'counted-2')).resolves.toBe(true);
  await expect(count('Counted', -1, 'counted-3')).resolves.toBe(true);
  await expect(getMemberCount(testTable.table, 'Counted')).resolves.toBe(1);
});

test('a member who goes before having been counted makes no company have less than no members', async () => {
  await expect(count('Early', -1, 'early-gone')).resolves.toBe(true);
  await expect(getMemberCount(testTable.table, 'Early')).resolves.toBe(0);
  await count('Early', 1, 'early-come');
  await expect(getMemberCount(testTable.table, 'Early')).resolves.toBe(0);
  await count('Early', 1, 'early-other');
  await expect(getMemberCount(testTable.table, 'Early')).resolves.toBe(1);
});

test('a record that comes again is counted once', async () => {
  await expect(count('Again', 1, 'again')).resolves.toBe(true);
  await expect(count('Again', 1, 'again')).resolves.toBe(false);
  await expect(getMemberCount(testTable.table, 'Again')).resolves.toBe(1);
});

test('of a record that comes several times at once, one is counted', async () => {
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => count('Parallel', 1, 'parallel')));
  expect(outcomes.filter((isCounted) => isCounted)).toHaveLength(1);
  await expect(getMemberCount(testTable.table, 'Parallel')).resolves.toBe(1);
});

test('that a record was counted is forgotten in fifteen days', async () => {
  await count('Remembered', 1, 'remembered');
  const { Item } = await testTable.client.send(
    new GetItemCommand({
      TableName: testTable.name,
      Key: { pk: { S: 'counted#remembered' }, sk: { S: 'counted#' } },
    }),
  );
  const days = (Number(Item?.expiresAt?.N) - Date.now() / 1000) / 86_400;
  expect(days).toBeGreaterThan(14.9);
  expect(days).toBeLessThanOrEqual(15);
});

test('a record without an id is not counted', async () => {
  await expect(count('Nameless', 1, '')).rejects.toMatchObject({ code: 'incomplete-key' });
  await expect(getMemberCount(testTable.table, 'Nameless')).resolves.toBe(0);
});
