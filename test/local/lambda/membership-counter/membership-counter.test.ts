import type { DynamoDBRecord } from 'aws-lambda';
import { createMembershipCounter } from '../../../../lambda/membership-counter/membership-counter';
import { getMemberCount } from '../../../../table/patterns/get-member-count';
import { createTestTable, type TestTable } from '../../../support/test-table';
import { memberRecord } from '../../../unit/lambda/membership-counter/stream-event';

let testTable: TestTable;
const log = jest.fn();

beforeAll(async () => {
  testTable = await createTestTable();
});
beforeEach(() => log.mockClear());
afterAll(() => testTable.remove());

const deliver = (...records: DynamoDBRecord[]) =>
  createMembershipCounter({ connectTable: async () => testTable.table, log })(
    { Records: records },
    { awsRequestId: 'request-1' },
  );
const membersOf = (companyName: string) => getMemberCount(testTable.table, companyName);
const came = (companyName: string, user: string) =>
  memberRecord('INSERT', { companyName, email: `${user}@users.example` });
const went = (companyName: string, user: string) =>
  memberRecord('REMOVE', { companyName, email: `${user}@users.example` });

test('members who come and go are counted, for each company', async () => {
  const response = await deliver(came('One', 'ada'), came('Two', 'ada'), came('One', 'bob'), went('One', 'ada'));
  expect(response).toEqual({ batchItemFailures: [] });
  expect([await membersOf('One'), await membersOf('Two'), await membersOf('Three')]).toEqual([1, 1, 0]);
});

test('a record that is delivered twice is counted once', async () => {
  const record = came('Twice', 'ada');
  await deliver(record, record);
  await deliver(record);
  expect(await membersOf('Twice')).toBe(1);
});

test('a record that can’t be counted ends the batch, which reports it', async () => {
  const poison = memberRecord('INSERT', { companyName: 'Poison', email: 'eve@users.example' }, {});
  const response = await deliver(came('Poison', 'ada'), poison, came('Poison', 'bob'));
  expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: poison.dynamodb?.SequenceNumber }] });
  expect(await membersOf('Poison')).toBe(1);
});

test('the log has the request’s id, what became of the batch, and of a failure the record’s id', async () => {
  const poison = memberRecord('INSERT', { companyName: 'Log', email: 'eve@users.example' }, {});
  const record = came('Log', 'ada');
  const modified = memberRecord('MODIFY', { companyName: 'Log', email: 'ada@users.example' });
  await deliver(record, record, modified, poison);
  expect(log.mock.calls).toEqual([
    [
      'error',
      'record',
      {
        requestId: 'request-1',
        eventId: poison.eventID,
        sequenceNumber: poison.dynamodb?.SequenceNumber,
        error: expect.objectContaining({ code: 'unreadable-member' }),
      },
    ],
    [
      'info',
      'batch',
      {
        requestId: 'request-1',
        records: 4,
        counted: 1,
        repeated: 1,
        ignored: 1,
        failed: 1,
        duration: expect.any(Number),
      },
    ],
  ]);
});

test('a table that can’t be used fails the whole batch', async () => {
  const connectTable = async () => {
    throw new Error('no table');
  };
  const handler = createMembershipCounter({ connectTable, log });
  await expect(handler({ Records: [came('None', 'ada')] }, { awsRequestId: 'request-1' })).rejects.toThrow('no table');
});
