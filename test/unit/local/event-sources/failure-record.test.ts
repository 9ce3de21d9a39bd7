import { failureRecord } from '../../../../local/aws/services/lambda/event-sources/failure-record';
import { streamRecord } from './stream-records';

const given = {
  functionArn: 'arn:aws:lambda:us-east-2:123456789012:function:myfunction',
  streamArn: 'arn:aws:dynamodb:us-east-2:123456789012:table/mytable/stream/2019-11-14T00:04:06.388',
  shardId: 'shardId-00000001573689847184-864758bb',
  reason: 'RetryAttemptsExhausted' as const,
  portion: {
    records: [streamRecord(800, 1_573_690_399.2), streamRecord(801, 1_573_690_400)],
    failures: 1,
    invocations: 1,
    refusals: 0,
    last: { requestId: '316aa6d0-8154-4f5a-9af7-85d5f4a6bc81', functionError: 'Unhandled' },
  },
  now: new Date('2019-11-14T00:13:49.717Z'),
};

test('is what AWS documents for a DynamoDB stream', () => {
  expect(failureRecord(given)).toEqual({
    requestContext: {
      requestId: given.portion.last.requestId,
      functionArn: given.functionArn,
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 1,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: '2019-11-14T00:13:49.717Z',
    DDBStreamBatchInfo: {
      shardId: given.shardId,
      startSequenceNumber: '000000000000000000800',
      endSequenceNumber: '000000000000000000801',
      approximateArrivalOfFirstRecord: '2019-11-14T00:13:19Z',
      approximateArrivalOfLastRecord: '2019-11-14T00:13:20Z',
      batchSize: 2,
      streamArn: given.streamArn,
    },
  });
});

test('names no error of the function where it answered with failures', () => {
  const portion = { ...given.portion, last: { requestId: 'request' } };
  expect(failureRecord({ ...given, portion })).toMatchObject({
    responseContext: { statusCode: 200, executedVersion: '$LATEST' },
  });
  expect(JSON.stringify(failureRecord({ ...given, portion }))).not.toContain('functionError');
});

test('has no response where the records were never delivered', () => {
  const portion = { ...given.portion, invocations: 0, last: undefined };
  const record = failureRecord({ ...given, portion, reason: 'RecordAgeExceeded' });
  expect(record).not.toHaveProperty('responseContext');
  expect(record).toMatchObject({
    requestContext: {
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      condition: 'RecordAgeExceeded',
      approximateInvokeCount: 0,
    },
  });
});
