import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { cancellationReasons, retryConflicts } from '../../../../table/foundation/transaction';

const cancelledBy = (...codes: string[]) =>
  new TransactionCanceledException({
    message: 'Transaction cancelled',
    $metadata: {},
    CancellationReasons: codes.map((Code) => ({ Code })),
  });

beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => jest.restoreAllMocks());

test('a transaction that met another one on an item runs again', async () => {
  const run = jest
    .fn()
    .mockRejectedValueOnce(cancelledBy('TransactionConflict', 'None'))
    .mockRejectedValueOnce(cancelledBy('TransactionConflict', 'TransactionConflict'))
    .mockResolvedValue('done');
  await expect(retryConflicts(run)).resolves.toBe('done');
  expect(run).toHaveBeenCalledTimes(3);
});

test('a single write that met a transaction runs again', async () => {
  const conflict = new TransactionConflictException({ message: 'Transaction is ongoing for the item', $metadata: {} });
  const run = jest.fn().mockRejectedValueOnce(conflict).mockResolvedValue('done');
  await expect(retryConflicts(run)).resolves.toBe('done');
});

test('a transaction that keeps meeting others fails in the end', async () => {
  const conflict = cancelledBy('TransactionConflict');
  const run = jest.fn().mockRejectedValue(conflict);
  await expect(retryConflicts(run)).rejects.toMatchObject({ name: 'TableError', code: 'conflict', cause: conflict });
  expect(run).toHaveBeenCalledTimes(6);
});

test.each([
  ['a condition that failed', cancelledBy('ConditionalCheckFailed', 'None')],
  ['a condition that failed beside a conflict', cancelledBy('ConditionalCheckFailed', 'TransactionConflict')],
  ['any other error', new Error('no network')],
])('%s is final', async (_kind, error) => {
  const run = jest.fn().mockRejectedValue(error);
  await expect(retryConflicts(run)).rejects.toBe(error);
  expect(run).toHaveBeenCalledTimes(1);
});

test('the reasons of a cancelled transaction are in the order of its items', () => {
  expect(cancellationReasons(cancelledBy('None', 'ConditionalCheckFailed'))).toEqual([
    'None',
    'ConditionalCheckFailed',
  ]);
  expect(cancellationReasons(new Error('no transaction'))).toEqual([]);
});
