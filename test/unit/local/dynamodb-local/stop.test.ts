import { isRunning, stopDynamodbLocal } from '../../../../local/dynamodb/stop';

/** A process id that belonged to DynamoDB Local once and now is this test's. */
const reused = {
  kind: 'java' as const,
  endpoint: 'http://127.0.0.1:1',
  port: 1,
  pid: process.pid,
  listensOn: 'loopback' as const,
};

test('a process that is no DynamoDB Local is left alone', async () => {
  const kill = jest.spyOn(process, 'kill');

  await stopDynamodbLocal(reused);

  expect(kill).not.toHaveBeenCalled();
  kill.mockRestore();
});

test('a process that is no DynamoDB Local does not count as running', async () => {
  expect(await isRunning(reused)).toBe(false);
});
