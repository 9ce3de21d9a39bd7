import { LocalError } from '../errors';
import { pollUntil } from '../poll';
import { answersRequests } from './answers';
import { runsContainer } from './docker-engine';
import { type DynamodbLocal, JAVA_OPTIONS, type LaunchOptions, serverArguments } from './dynamodb-local';

const IMAGE = 'amazon/dynamodb-local:latest';
const CONTAINER_PORT = 8000;
const DATA_DIRECTORY = '/data';
const START_LIMIT_MILLISECONDS = 60_000;

/** Loaded when it is needed: it takes half a second. */
const testcontainers = () => require('testcontainers') as typeof import('testcontainers');

/**
 * Starts DynamoDB Local in a container, its port bound to loopback. A detached one is left alone by Testcontainers' reaper
 * and outlives this process. Data kept in a folder is written as the calling user.
 *
 * @throws LocalError `port-taken`, or `dynamodb-local-failed` (no image, no start, no answer)
 */
export async function startContainer(options: LaunchOptions): Promise<DynamodbLocal> {
  const { port, dataDirectory, detached, onStarted } = options;
  const endpoint = `http://127.0.0.1:${port}`;
  const asStarted = (containerId: string): DynamodbLocal => {
    return { kind: 'docker', endpoint, port, containerId, listensOn: 'loopback' };
  };
  const container = loopbackContainer(port, (containerId) => onStarted?.(asStarted(containerId)))
    .withCommand([
      ...JAVA_OPTIONS,
      '-Djava.library.path=./DynamoDBLocal_lib',
      '-jar',
      'DynamoDBLocal.jar',
      ...serverArguments(CONTAINER_PORT, dataDirectory && DATA_DIRECTORY),
    ])
    .withWaitStrategy(testcontainers().Wait.forLogMessage('Initializing DynamoDB Local'))
    .withStartupTimeout(START_LIMIT_MILLISECONDS)
    .withAutoCleanup(!detached);
  if (dataDirectory !== undefined) {
    container.withBindMounts([{ source: dataDirectory, target: DATA_DIRECTORY, mode: 'z' }]);
    container.withUser(`${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`);
  }
  try {
    const started = await container.start();
    if (!(await pollUntil(() => answersRequests(endpoint), START_LIMIT_MILLISECONDS))) {
      throw new Error(`nothing answers at ${endpoint}; is the engine on another machine?`);
    }
    return asStarted(started.getId());
  } catch (cause) {
    if (container.createdId !== undefined) {
      await stopContainer(container.createdId);
    }
    throw failure(port, cause);
  }
}

/** Stops and removes a container; one that is gone already is fine. */
export async function stopContainer(containerId: string): Promise<void> {
  const { container: containers } = await testcontainers().getContainerRuntimeClient();
  const container = containers.getById(containerId);
  try {
    await containers.stop(container, { timeout: 5000 });
    await containers.remove(container, { removeVolumes: true });
  } catch (cause) {
    if (!isGone(cause)) {
      const message = `The container ${containerId} of DynamoDB Local could not be removed. Remove it: docker rm --force ${containerId}`;
      throw new LocalError('dynamodb-local-not-stopped', message, { cause });
    }
  }
}

export async function isContainerRunning(containerId: string): Promise<boolean> {
  const known = await runsContainer(containerId);
  if (known !== undefined) return known;
  try {
    const { container } = await testcontainers().getContainerRuntimeClient();
    const { State } = await container.inspect(container.getById(containerId));
    return State.Running;
  } catch {
    return false;
  }
}

/** Testcontainers has no option for the address that a port is bound to: it is set where the container is described. */
function loopbackContainer(port: number, onCreated: (containerId: string) => void) {
  const { GenericContainer } = testcontainers();
  class LoopbackContainer extends GenericContainer {
    createdId?: string;

    protected override async beforeContainerCreated(): Promise<void> {
      const binding = { HostIp: '127.0.0.1', HostPort: String(port) };
      this.hostConfig.PortBindings = { [`${CONTAINER_PORT}/tcp`]: [binding] };
    }

    protected override async containerCreated(containerId: string): Promise<void> {
      this.createdId = containerId;
      onCreated(containerId);
    }
  }
  return new LoopbackContainer(IMAGE).withExposedPorts(CONTAINER_PORT);
}

function failure(port: number, cause: unknown): LocalError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (/port is already allocated|address already in use|ports are not available/i.test(reason)) {
    return new LocalError('port-taken', `DynamoDB Local could not be started: port ${port} is in use.`, { cause });
  }
  const message =
    `DynamoDB Local could not be started with Docker (image ${IMAGE}): ${reason} ` +
    "Pull the image, or set LOCAL_DYNAMODB=java. Where it is Testcontainers' own image testcontainers/ryuk that can't be " +
    'pulled, set TESTCONTAINERS_RYUK_DISABLED=true.';
  return new LocalError('dynamodb-local-failed', message, { cause });
}

function isGone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode === 404;
}
