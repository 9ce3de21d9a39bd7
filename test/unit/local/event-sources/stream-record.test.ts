import {
  compareSequenceNumbers,
  isOlderThan,
  toEventRecord,
} from '../../../../local/aws/services/lambda/event-sources/stream-record';
import { streamRecord } from './stream-records';

test('a deletion by time to live names DynamoDB as Lambda’s event does', () => {
  const userIdentity = { PrincipalId: 'dynamodb.amazonaws.com', Type: 'Service' };
  expect(toEventRecord({ eventName: 'REMOVE', userIdentity }, 'stream')).toEqual({
    eventName: 'REMOVE',
    userIdentity: { principalId: 'dynamodb.amazonaws.com', type: 'Service' },
    eventSourceARN: 'stream',
  });
});

test('sequence numbers are compared as numbers, however long they are', () => {
  expect(compareSequenceNumbers('9', '10')).toBeLessThan(0);
  expect(compareSequenceNumbers('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
  expect(compareSequenceNumbers('0007', '7')).toBe(0);
});

test('a record is older than a time when it was written before it', () => {
  const record = streamRecord(1, 1_800_000_001);
  expect(isOlderThan(record, 60, 1_800_000_061_000)).toBe(false);
  expect(isOlderThan(record, 60, 1_800_000_061_001)).toBe(true);
});

test('a record whose time was rounded down to the minute is not taken for older than it can be', () => {
  const minute = 1_800_000_000;
  expect(isOlderThan(streamRecord(1, minute), 60, (minute + 120) * 1000)).toBe(false);
  expect(isOlderThan(streamRecord(1, minute), 60, (minute + 121) * 1000)).toBe(true);
});
