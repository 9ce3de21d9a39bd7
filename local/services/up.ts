import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { codeStamp } from '../code-stamp';
import type { DynamodbLocal } from '../dynamodb/dynamodb-local';
import { findWayToStart } from '../dynamodb/start';
import { isRunning as isDynamodbRunning, stopDynamodbLocal } from '../dynamodb/stop';
import { withFileLock } from '../file-lock';
import { localPaths } from '../paths';
import { isGatewayRunning, startGatewayProcess, stopGatewayProcess } from './gateway-process';
import { type GatewayProcess, readServices, type ServicesRecord, writeServices } from './record';

export interface UpOptions {
  region: string;
  accountId: string;
  /** A DynamoDB endpoint that somebody else runs: it is used as it is, and none is started. */
  dynamodbEndpoint?: string;
  /** Where DynamoDB alone is needed, the stand-in is not started. */
  only?: 'dynamodb';
  onNotice?(notice: string): void;
}

export interface RunningServices {
  dynamodb?: DynamodbLocal;
  dynamodbEndpoint: string;
  gateway?: GatewayProcess;
  /** Which of them this call started. */
  started: string[];
}

/** Ports to begin with; one that is taken moves on to the next. What ran before is looked for on its former port first. */
const DYNAMODB_PORT = 8000;
const GATEWAY_PORT = 8100;

/**
 * The local services run: those that do are found again, the others are started, detached. One that runs and does not
 * answer, or is not as it should be, is ended first.
 */
export async function up(options: UpOptions): Promise<RunningServices> {
  return withFileLock(
    localPaths.startLock,
    () => ensure(options),
    (holder) => options.onNotice?.(`Waiting for process ${holder}, which is just starting the local services.`),
  );
}

async function ensure(options: UpOptions): Promise<RunningServices> {
  const { onNotice = () => {} } = options;
  const former = readServices();
  const started: string[] = [];

  const dynamodb = options.dynamodbEndpoint ? former.dynamodb : await ensureDynamodb(former, started);
  noticeMovedPort('DynamoDB Local', former.dynamodb?.port ?? DYNAMODB_PORT, started, dynamodb?.port, onNotice);
  if (dynamodb) writeServices({ ...former, dynamodb });
  if (started.length > 0) noticeHowItRuns(dynamodb, onNotice);
  const dynamodbEndpoint = options.dynamodbEndpoint || dynamodb?.endpoint || '';

  if (options.only === 'dynamodb') return { dynamodb, dynamodbEndpoint, started };

  const gateway = await ensureGateway({ ...former, dynamodb }, { ...options, dynamodbEndpoint }, started);
  noticeMovedPort('The stand-in for AWS', former.gateway?.port ?? GATEWAY_PORT, started, gateway.port, onNotice);
  writeServices({ dynamodb, gateway });
  return { dynamodb, dynamodbEndpoint, gateway, started };
}

async function ensureDynamodb(record: ServicesRecord, started: string[]): Promise<DynamodbLocal> {
  const { dynamodb: former } = record;
  if (former && isAskedFor(former) && (await isDynamodbRunning(former))) return former;
  const start = await findWayToStart();
  // One that runs but does not answer has its data open: two on the same data would spoil it.
  if (former) await stopDynamodbLocal(former);
  mkdirSync(localPaths.dynamodbData, { recursive: true });
  mkdirSync(localPaths.logs, { recursive: true });
  const dynamodb = await start({
    dataDirectory: localPaths.dynamodbData,
    port: former?.port ?? DYNAMODB_PORT,
    detached: true,
    logFile: path.join(localPaths.logs, 'dynamodb.log'),
    onStarted: (dynamodb) => writeServices({ ...record, dynamodb }),
  });
  started.push('DynamoDB Local');
  return dynamodb;
}

/** LOCAL_DYNAMODB may ask for the other way to start it than the one that runs. */
const isAskedFor = ({ kind }: DynamodbLocal): boolean => (process.env.LOCAL_DYNAMODB || kind) === kind;

async function ensureGateway(
  record: ServicesRecord,
  options: UpOptions & { dynamodbEndpoint: string },
  started: string[],
): Promise<GatewayProcess> {
  const { gateway: former } = record;
  const { region, accountId, dynamodbEndpoint } = options;
  const expected = { region, accountId, dynamodbEndpoint, code: codeStamp() };
  if (former && (await isGatewayRunning(former, expected))) return former;
  if (former) await stopGatewayProcess(former);
  const gateway = await startGatewayProcess({
    ...{ region, accountId, dynamodbEndpoint },
    port: former?.port ?? GATEWAY_PORT,
    onStarted: (started) => writeServices({ ...record, gateway: started }),
  });
  started.push('The stand-in for AWS');
  return gateway;
}

/** What a person would not expect of it. */
function noticeHowItRuns(dynamodb: DynamodbLocal | undefined, onNotice: (notice: string) => void): void {
  if (dynamodb?.fallbackReason) onNotice(`DynamoDB Local runs with Java, not Docker: ${dynamodb.fallbackReason}`);
  if (dynamodb?.listensOn === 'all interfaces') {
    onNotice('DynamoDB Local listens on all interfaces of this machine: only a JDK, or Docker, keeps it to loopback.');
  }
}

function noticeMovedPort(
  service: string,
  wanted: number,
  started: readonly string[],
  port: number | undefined,
  onNotice: (notice: string) => void,
): void {
  if (port === undefined || port === wanted || !started.includes(service)) return;
  onNotice(`Port ${wanted} is taken: ${service} is on port ${port}.`);
}
