import { answersRequests } from '../../../../local/dynamodb/answers';
import { stopContainer } from '../../../../local/dynamodb/docker';
import { dockerProblem } from '../../../../local/dynamodb/docker-engine';
import { isRunning, stopDynamodbLocal } from '../../../../local/dynamodb/stop';

jest.mock('../../../../local/dynamodb/answers');
jest.mock('../../../../local/dynamodb/docker');
jest.mock('../../../../local/dynamodb/docker-engine');

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

describe('a container', () => {
  const container = { ...reused, kind: 'docker' as const, pid: undefined, containerId: 'abc' };

  test('is stopped where its engine answers, whether it answers or not', async () => {
    jest.mocked(dockerProblem).mockResolvedValue(undefined);
    jest.mocked(answersRequests).mockResolvedValue(false);

    await stopDynamodbLocal(container);

    expect(stopContainer).toHaveBeenCalledWith('abc');
  });

  test('is gone with its engine', async () => {
    jest.mocked(dockerProblem).mockResolvedValue('no Docker engine answers');
    jest.mocked(answersRequests).mockResolvedValue(false);

    await expect(stopDynamodbLocal(container)).resolves.toBeUndefined();
  });

  test('is not taken for gone while something answers in its place', async () => {
    jest.mocked(dockerProblem).mockResolvedValue('no Docker engine answers');
    jest.mocked(answersRequests).mockResolvedValue(true);

    await expect(stopDynamodbLocal(container)).rejects.toMatchObject({
      code: 'dynamodb-local-not-stopped',
      message: expect.stringContaining('http://127.0.0.1:1'),
    });
  });
});
