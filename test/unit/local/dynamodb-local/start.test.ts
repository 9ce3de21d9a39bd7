import { startContainer } from '../../../../local/dynamodb/docker';
import { dockerProblem } from '../../../../local/dynamodb/docker-engine';
import type { DynamodbLocal, LaunchOptions } from '../../../../local/dynamodb/dynamodb-local';
import { startJava } from '../../../../local/dynamodb/java';
import { findJava } from '../../../../local/dynamodb/java-runtime';
import { freePort } from '../../../../local/dynamodb/ports';
import { startDynamodbLocal } from '../../../../local/dynamodb/start';
import { LocalError } from '../../../../local/errors';

jest.mock('../../../../local/dynamodb/docker');
jest.mock('../../../../local/dynamodb/docker-engine');
jest.mock('../../../../local/dynamodb/java');
jest.mock('../../../../local/dynamodb/java-runtime');

const JAVA = { command: 'java', jarFile: 'DynamoDBLocal.jar', hasCompiler: true };
const NO_ENGINE = 'no Docker engine answers: /var/run/docker.sock (connect ENOENT)';
const started = (kind: DynamodbLocal['kind'], { port }: LaunchOptions): DynamodbLocal => ({
  kind,
  endpoint: `http://127.0.0.1:${port}`,
  port,
  listensOn: 'loopback',
});

beforeEach(() => {
  delete process.env.LOCAL_DYNAMODB;
  jest.mocked(dockerProblem).mockResolvedValue(undefined);
  jest.mocked(findJava).mockResolvedValue(JAVA);
  jest.mocked(startContainer).mockImplementation(async (options) => started('docker', options));
  jest.mocked(startJava).mockImplementation(async (_java, options) => started('java', options));
});

describe('the way DynamoDB Local is started', () => {
  test('is Docker where an engine answers', async () => {
    expect(await startDynamodbLocal({ detached: true })).toMatchObject({ kind: 'docker' });
  });

  test('is Java where none does', async () => {
    jest.mocked(dockerProblem).mockResolvedValue(NO_ENGINE);

    expect(await startDynamodbLocal({ detached: true })).toMatchObject({ kind: 'java' });
  });

  test('is the one that LOCAL_DYNAMODB names', async () => {
    process.env.LOCAL_DYNAMODB = 'java';

    expect(await startDynamodbLocal({ detached: true })).toMatchObject({ kind: 'java' });
  });

  test('is the one that the caller names, before LOCAL_DYNAMODB', async () => {
    process.env.LOCAL_DYNAMODB = 'java';

    expect(await startDynamodbLocal({ kind: 'docker', detached: true })).toMatchObject({ kind: 'docker' });
  });

  test('is Java, with the reason, where an engine answers but cannot start it', async () => {
    jest.mocked(startContainer).mockRejectedValue(new LocalError('dynamodb-local-failed', 'no image'));

    expect(await startDynamodbLocal({ detached: true })).toMatchObject({ kind: 'java', fallbackReason: 'no image' });
  });

  test('is not changed where Docker was asked for and cannot start it', async () => {
    jest.mocked(startContainer).mockRejectedValue(new LocalError('dynamodb-local-failed', 'no image'));

    await expect(startDynamodbLocal({ kind: 'docker', detached: true })).rejects.toMatchObject({
      code: 'dynamodb-local-failed',
    });
  });
});

describe('where it cannot be started', () => {
  beforeEach(() => {
    jest.mocked(dockerProblem).mockResolvedValue(NO_ENGINE);
    jest.mocked(findJava).mockResolvedValue({ reason: 'java is too old: found 11, needs 17' });
  });

  test('the error names both ways, what was found and the remedies', async () => {
    await expect(startDynamodbLocal({ detached: true })).rejects.toMatchObject({
      code: 'no-dynamodb-local',
      message:
        `DynamoDB Local can be started neither with Docker (${NO_ENGINE}) nor with Java (java is too old: found 11, needs 17). ` +
        'Install Java 17 or newer (JAVA_HOME or PATH), or start a Docker engine.',
    });
  });

  test('with Docker, which was asked for, the error names that', async () => {
    await expect(startDynamodbLocal({ kind: 'docker', detached: true })).rejects.toMatchObject({
      code: 'no-dynamodb-local',
      message: expect.stringContaining(`started with Docker, but ${NO_ENGINE}`),
    });
  });

  test('with Java, which was asked for, the error names that', async () => {
    await expect(startDynamodbLocal({ kind: 'java', detached: true })).rejects.toMatchObject({
      code: 'no-dynamodb-local',
      message: expect.stringContaining('started with Java, but: java is too old'),
    });
  });
});

test('another value of LOCAL_DYNAMODB is refused', async () => {
  process.env.LOCAL_DYNAMODB = 'podman';

  await expect(startDynamodbLocal({ detached: true })).rejects.toMatchObject({
    code: 'invalid-setting',
    message: expect.stringContaining('"podman"'),
  });
});

test('a port that somebody takes at the last moment is replaced by the next free one', async () => {
  jest.mocked(startContainer).mockRejectedValueOnce(new LocalError('port-taken', 'in use'));
  const preferred = await freePort();

  const { port } = await startDynamodbLocal({ detached: true, port: preferred });

  expect(port).toBeGreaterThan(preferred);
  expect(port).toBeLessThan(preferred + 100);
});

test('who starts it is told of it by the way of starting, each time', async () => {
  const onStarted = jest.fn();
  jest.mocked(startJava).mockImplementation(async (_java, options) => {
    options.onStarted?.(started('java', options));
    throw new LocalError('port-taken', 'in use');
  });

  await expect(startDynamodbLocal({ kind: 'java', detached: true, onStarted })).rejects.toMatchObject({
    code: 'port-taken',
  });

  expect(onStarted).toHaveBeenCalledTimes(5);
});
