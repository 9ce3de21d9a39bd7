import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { userEntity } from '../../../table/entities/user';
import { putItems } from '../../../table/foundation/put-items';
import { createCompany } from '../../../table/patterns/create-company';
import { getUsers } from '../../../table/patterns/get-users';
import { inviteUsers } from '../../../table/patterns/invite-users';
import { listInvitations } from '../../../table/patterns/list-invitations';
import { createTable, type Table } from '../../../table/table';
import { type Answer, type FaultProxy, json, startFaultProxy } from '../../support/fault-proxy';
import { createTestTable, type TestTable } from '../../support/test-table';

let testTable: TestTable;
let proxy: FaultProxy;
let client: DynamoDBClient;
/** The same table, through the proxy. */
let table: Table;

beforeAll(async () => {
  testTable = await createTestTable();
  await createCompany(testTable.table, { name: 'Batch' });
  await putItems(
    userEntity(testTable.table),
    emails.map((email) => ({ companyName: 'Batch', email, name: email })),
  );
});
afterAll(() => testTable.remove());

beforeEach(async () => {
  proxy = await startFaultProxy();
  client = new DynamoDBClient({ endpoint: proxy.endpoint });
  table = createTable(testTable.name, DynamoDBDocumentClient.from(client));
});
afterEach(async () => {
  client.destroy();
  await proxy.close();
});

const emails = Array.from({ length: 230 }, (_, index) => `user-${index}@example.com`);
const keysOf = (addresses: string[]) => addresses.map((email) => ({ companyName: 'Batch', email }));

/** How many items each request had. */
const sizes = () =>
  proxy.requests
    .filter(({ operation }) => operation.startsWith('Batch'))
    .map(({ input }) => workOf(input.RequestItems).length);

test('any number of users is read in the order of their keys', async () => {
  const shuffled = emails.toReversed();
  const users = await getUsers(table, keysOf(shuffled));
  expect(users.map((user) => user?.email)).toEqual(shuffled);
  expect(sizes()).toEqual([100, 100, 30]);
});

test('who is not there is undefined, and the same key can come twice', async () => {
  const users = await getUsers(table, keysOf(['user-1@example.com', 'nobody@example.com', 'USER-1@example.com']));
  expect(users).toEqual([users[2], undefined, expect.objectContaining({ email: 'user-1@example.com' })]);
  expect(sizes()).toEqual([2]);
});

test('no keys are no request', async () => {
  await expect(getUsers(table, [])).resolves.toEqual([]);
  expect(proxy.requests).toEqual([]);
});

test('what a batch read leaves is read again', async () => {
  let batches = 0;
  proxy.handle(({ input }, forward) => {
    batches += 1;
    return batches <= 2 ? halfOf(input, 'UnprocessedKeys', forward) : forward();
  });
  const users = await getUsers(table, keysOf(emails.slice(0, 80)));
  expect(users.map((user) => user?.email)).toEqual(emails.slice(0, 80));
  expect(sizes()).toEqual([80, 40, 20]);
});

test('what a batch write leaves is written again', async () => {
  await createCompany(testTable.table, { name: 'Unprocessed' });
  let batches = 0;
  proxy.handle(({ operation, input }, forward) => {
    if (operation !== 'BatchWriteItem') return forward();
    batches += 1;
    return batches <= 2 ? halfOf(input, 'UnprocessedItems', forward) : forward();
  });
  await inviteUsers(table, 'Unprocessed', emails.slice(0, 60));
  expect(sizes()).toEqual([25, 13, 7, 25, 10]);
  const { invitations } = await listInvitations(testTable.table, 'Unprocessed', { limit: 100 });
  expect(invitations.map(({ email }) => email).sort()).toEqual(emails.slice(0, 60).sort());
});

test('a batch of which nothing is ever done fails', async () => {
  jest.spyOn(Math, 'random').mockReturnValue(0);
  proxy.handle(({ input }) => json(200, { Responses: {}, UnprocessedKeys: input.RequestItems }));
  await expect(getUsers(table, keysOf(emails.slice(0, 2)))).rejects.toMatchObject({ code: 'throttled' });
  jest.restoreAllMocks();
});

/** DynamoDB does the first half of a batch and answers with the rest, as where the throughput is used up. */
async function halfOf(
  { RequestItems }: Record<string, unknown>,
  leftName: 'UnprocessedKeys' | 'UnprocessedItems',
  forward: (input: Record<string, unknown>) => Promise<Answer>,
): Promise<Answer> {
  const work = workOf(RequestItems);
  const half = Math.floor(work.length / 2);
  const wrap = (part: unknown[]) => ({
    [testTable.name]: leftName === 'UnprocessedKeys' ? { Keys: part, ConsistentRead: true } : part,
  });
  const { body } = await forward({ RequestItems: wrap(work.slice(0, half)) });
  return json(200, { ...JSON.parse(body.toString()), [leftName]: wrap(work.slice(half)) });
}

function workOf(requestItems: unknown): unknown[] {
  const [work] = Object.values(requestItems as Record<string, unknown[] | { Keys: unknown[] }>);
  return Array.isArray(work) ? work : (work?.Keys ?? []);
}
