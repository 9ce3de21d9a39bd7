import { setTimeout as delay } from 'node:timers/promises';
import { retryControlPlane } from '../../../../bootstrap/retry';

const named = (name: string, message = 'not now') => Object.assign(new Error(message), { name });
const describeWork = () => 'Table orders: index gsi1';

test('work that is refused as busy is done again until it succeeds', async () => {
  const answers = [named('ResourceInUseException'), named('ThrottlingException'), named('LimitExceededException')];
  const work = jest.fn(async () => {
    const error = answers.shift();
    if (error) throw error;
    return 'done';
  });
  await expect(retryControlPlane(work, { describe: describeWork })).resolves.toBe('done');
  expect(work).toHaveBeenCalledTimes(4);
});

test('any other error ends it at once, as it is', async () => {
  const error = named('AccessDeniedException');
  const work = jest.fn(() => Promise.reject(error));
  await expect(retryControlPlane(work, { describe: describeWork })).rejects.toBe(error);
  expect(work).toHaveBeenCalledTimes(1);
});

test.each([
  'Provisioned throughput decreases are limited within a given UTC day.',
  'Updates to TableClass are limited to 2 times in 30 day(s).',
  'Encryption mode changes are limited in the 24h window ending at 2026-10-09T23:23:37.938Z.',
])('a limit that lasts is not waited for: %s', async (message) => {
  const error = named('LimitExceededException', `Subscriber limit exceeded: ${message}`);
  const work = jest.fn(() => Promise.reject(error));
  await expect(retryControlPlane(work, { describe: describeWork })).rejects.toBe(error);
  expect(work).toHaveBeenCalledTimes(1);
});

test('when the time is over, the error names what was to be done, the last answer and the remedy', async () => {
  const cause = named('ResourceInUseException', 'Table is being updated');
  const retried = retryControlPlane(() => Promise.reject(cause), { describe: describeWork, timeoutMilliseconds: 150 });
  await expect(retried).rejects.toMatchObject({
    code: 'control-plane-busy',
    cause,
    message: expect.stringMatching(
      /^Table orders: index gsi1: DynamoDB still answers ResourceInUseException \(Table is being updated\) .*again/,
    ),
  });
});

test('an interruption ends the wait between two attempts', async () => {
  const interruption = new AbortController();
  const work = jest.fn(() => {
    interruption.abort();
    return Promise.reject(named('ThrottlingException'));
  });
  await expect(retryControlPlane(work, { describe: describeWork, signal: interruption.signal })).rejects.toMatchObject({
    name: 'AbortError',
  });
  expect(work).toHaveBeenCalledTimes(1);
});

test('what is waited for ahead of another attempt does not count for the time', async () => {
  const answers = [named('ResourceInUseException'), named('ResourceInUseException')];
  const work = async () => {
    const error = answers.shift();
    if (error) throw error;
  };
  const beforeRetry = jest.fn(() => delay(300));
  await retryControlPlane(work, { describe: describeWork, timeoutMilliseconds: 200, beforeRetry });
  expect(beforeRetry).toHaveBeenCalledTimes(2);
});
