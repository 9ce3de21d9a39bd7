import { outcomeOf } from '../../../../local/aws/services/lambda/event-sources/outcome';
import { streamRecords } from './stream-records';

const records = streamRecords(7, 8, 9);
const outcome = (payload: string, reports = true, functionError?: string) =>
  outcomeOf(records, { payload: Buffer.from(payload), functionError }, reports);
const failures = (...identifiers: unknown[]) =>
  JSON.stringify({ batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) });
const [first, number, last] = records.map(({ dynamodb }) => dynamodb.SequenceNumber);

test.each([
  ['nothing', ''],
  ['null', 'null'],
  ['an empty text', '""'],
  ['an empty object', '{}'],
  ['an empty list of failures', '{"batchItemFailures":[]}'],
  ['null for the list of failures', '{"batchItemFailures":null}'],
])('%s is a success', (_, payload) => {
  expect(outcome(payload)).toEqual({ kind: 'succeeded' });
});

test.each([
  ['an empty identifier', failures('')],
  ['null for an identifier', failures(null)],
  ['an identifier under another name', '{"batchItemFailures":[{"sequenceNumber":"8"}]}'],
  ['an identifier that is none of the batch’s', failures('1000')],
  ['an identifier that is no number', failures('eight')],
  ['a bad identifier beside a good one', failures(number, '')],
  ['a text', '"done"'],
  ['a list', '[]'],
  ['failures that are no list', '{"batchItemFailures":"8"}'],
  ['the first record', failures(first)],
])('%s is a failure of the whole batch', (_, payload) => {
  expect(outcome(payload)).toEqual({ kind: 'failed' });
});

test('the lowest of the reported sequence numbers is where the failure begins', () => {
  expect(outcome(failures(last, number))).toEqual({ kind: 'partly failed', failedFrom: 1 });
});

test('a sequence number is the same number without its zeros', () => {
  expect(outcome(failures(String(Number(number))))).toEqual({ kind: 'partly failed', failedFrom: 1 });
});

test('a function that fails is a failure, whatever it reports', () => {
  expect(outcome(failures(number), true, 'Unhandled')).toEqual({ kind: 'failed', functionError: 'Unhandled' });
});

test('what is reported counts only where the mapping says so', () => {
  expect(outcome(failures(number), false)).toEqual({ kind: 'succeeded' });
});
