import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { LocalError } from '../errors';
import { startContainer } from './docker';
import { dockerProblem } from './docker-engine';
import type { DynamodbLocal, LaunchOptions } from './dynamodb-local';
import { startJava } from './java';
import { findJava } from './java-runtime';
import { freePort } from './ports';

interface StartOptions {
  /** Without it LOCAL_DYNAMODB decides, else Docker where an engine answers, else Java. */
  kind?: 'docker' | 'java';
  /** Where the data is kept; absent: in memory. */
  dataDirectory?: string;
  /** Preferred port; the next free one where it is in use. */
  port?: number;
  /** It outlives this process; else it ends with it, however that ends. */
  detached: boolean;
  /** Where Java's output is appended to; that of a container is in `docker logs`. */
  logFile?: string;
  /** Is told of a process or container as soon as there is one, before it answers: who starts it may be ended meanwhile. */
  onStarted?(started: DynamodbLocal): void;
}

/** Starts tried on other ports, where another process takes the one found free before the server does. */
const ATTEMPTS = 5;

type Start = (options: Omit<StartOptions, 'kind'>) => Promise<DynamodbLocal>;

/**
 * Starts the real DynamoDB Local, on loopback, and resolves when it answers requests.
 *
 * @throws LocalError as `findWayToStart`, and the start that it finds
 */
export async function startDynamodbLocal({ kind, ...options }: StartOptions): Promise<DynamodbLocal> {
  const start = await findWayToStart(kind);
  return start(options);
}

/**
 * How DynamoDB Local is started here, found without starting anything: whoever ends one for another knows then that there
 * is a way. The start throws LocalError `dynamodb-local-failed`, `port-taken` or `unusable-data-directory`.
 *
 * @throws LocalError `no-dynamodb-local` where neither way is possible, or not the one asked for; `invalid-setting` for
 *   another value of LOCAL_DYNAMODB
 */
export async function findWayToStart(kind = configuredKind()): Promise<Start> {
  const docker = kind === 'java' ? undefined : await dockerProblem();
  const withDocker: Start = (options) => onFreePort(options, startContainer);
  if (kind === 'docker') {
    if (docker === undefined) {
      return withDocker;
    }
    throw new LocalError(
      'no-dynamodb-local',
      `DynamoDB Local was to be started with Docker, but ${docker}. ${DOCKER_REMEDY}`,
    );
  }
  const java = await findJava();
  const withJava: Start | undefined =
    'reason' in java ? undefined : (options) => onFreePort(options, (launch) => startJava(java, launch));
  if (kind === 'java' || docker !== undefined) {
    if (withJava) {
      return withJava;
    }
    throw notAvailable(kind, docker, 'reason' in java ? java.reason : '');
  }
  return (options) =>
    withDocker(options).catch(async (error: unknown) => {
      // An engine that answers may have no image and no network to get it by.
      if (!withJava || !(error instanceof LocalError)) {
        throw error;
      }
      return { ...(await withJava(options)), fallbackReason: error.message };
    });
}

const DOCKER_REMEDY = 'Start a Docker engine, or set LOCAL_DYNAMODB=java.';
const JAVA_REMEDY = 'Install Java 17 or newer (JAVA_HOME or PATH), or start a Docker engine.';

/** What LOCAL_DYNAMODB asks for. @throws LocalError `invalid-setting` */
export function configuredKind(): 'docker' | 'java' | undefined {
  const value = process.env.LOCAL_DYNAMODB;
  if (value === undefined || value === '' || value === 'docker' || value === 'java') {
    return value || undefined;
  }
  const message = `LOCAL_DYNAMODB is ${JSON.stringify(value)}: set it to docker or to java, or not at all.`;
  throw new LocalError('invalid-setting', message);
}

function notAvailable(kind: 'java' | undefined, docker: string | undefined, java: string): LocalError {
  const found =
    kind === 'java'
      ? `DynamoDB Local was to be started with Java, but: ${java}.`
      : `DynamoDB Local can be started neither with Docker (${docker}) nor with Java (${java}).`;
  return new LocalError('no-dynamodb-local', `${found} ${JAVA_REMEDY}`);
}

async function onFreePort(
  { port: preferred, dataDirectory, ...others }: Parameters<Start>[0],
  start: (options: LaunchOptions) => Promise<DynamodbLocal>,
): Promise<DynamodbLocal> {
  const directory = dataDirectory && usableDirectory(resolve(dataDirectory));
  let port = await freePort(preferred);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start({ ...others, port, dataDirectory: directory });
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof LocalError) || error.code !== 'port-taken') {
        throw error;
      }
      port = await freePort(preferred && port + 1);
    }
  }
}

/** Made here, as the calling user: a Docker engine would make it as root. */
function usableDirectory(directory: string): string {
  try {
    mkdirSync(directory, { recursive: true });
    return directory;
  } catch (cause) {
    const message = `The folder ${directory} for the data of DynamoDB Local cannot be made: remove what is there, or name another.`;
    throw new LocalError('unusable-data-directory', message, { cause });
  }
}
