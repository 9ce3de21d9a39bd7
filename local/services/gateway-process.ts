import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import { get } from 'node:http';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { LocalError } from '../errors';
import { localPaths, REPOSITORY } from '../paths';
import { endProcess, isAlive } from '../process';
import type { GatewayProcess } from './record';

export interface GatewayProcessOptions {
  /** The first port to try; a port that is taken moves on to the next one. */
  port: number;
  region: string;
  accountId: string;
  dynamodbEndpoint: string;
}

/** Starts the stand-in for AWS in a process of its own that outlives this one. Resolves when it answers. */
export async function startGatewayProcess(options: GatewayProcessOptions): Promise<GatewayProcess> {
  for (let port = options.port; port < options.port + 100; port += 1) {
    const started = await tryToStart({ ...options, port });
    if (started) return started;
  }
  throw new LocalError(
    'port-taken',
    `The ports ${options.port} to ${options.port + 99} are all taken. End what uses them, then run the command again.`,
  );
}

/** True where the process that answers at its endpoint is that very one, and stands before that DynamoDB. */
export async function isGatewayRunning(gateway: GatewayProcess, dynamodbEndpoint?: string): Promise<boolean> {
  if (!isAlive(gateway.pid)) return false;
  const health = await healthOf(gateway);
  return health?.pid === gateway.pid && (!dynamodbEndpoint || health.dynamodbEndpoint === dynamodbEndpoint);
}

interface Health {
  pid?: number;
  dynamodbEndpoint?: string;
}

/** Undefined where nothing answers so within two seconds. By node:http, which is loaded in a tenth of fetch's time. */
function healthOf({ endpoint }: GatewayProcess): Promise<Health | undefined> {
  return new Promise((resolve) => {
    const probe = get(`${endpoint}/_groundwork/health`, { agent: false, timeout: 2_000 }, (response) => {
      json(response).then(
        (health) => resolve(health as Health),
        () => resolve(undefined),
      );
    });
    probe.once('timeout', () => probe.destroy());
    probe.once('error', () => resolve(undefined));
  });
}

/** Resolves when it is gone, with the functions that it ran. */
export async function stopGatewayProcess(gateway: GatewayProcess): Promise<void> {
  if (await isGatewayRunning(gateway)) await endProcess(gateway.pid);
}

/** Undefined where the port is taken. */
function tryToStart(options: GatewayProcessOptions): Promise<GatewayProcess | undefined> {
  mkdirSync(localPaths.logs, { recursive: true });
  const logFile = path.join(localPaths.logs, 'gateway.log');
  const log = openSync(logFile, 'a');
  const child = spawn(
    process.execPath,
    [
      '--require',
      'tsx/cjs',
      'local/main.ts',
      ...['--port', String(options.port), '--region', options.region, '--account', options.accountId],
      ...['--dynamodb', options.dynamodbEndpoint],
    ],
    { cwd: REPOSITORY, detached: true, stdio: ['ignore', log, log, 'ipc'] },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new LocalError('gateway-failed', `${failure} ended with status ${code}. ${see}`)),
    );
    child.once('message', (message: { endpoint: string; port: number } | { failure: string; code?: string }) => {
      child.removeAllListeners('exit');
      child.unref();
      if (!('failure' in message)) return resolve({ ...message, pid: child.pid ?? 0 });
      if (message.code === 'port-taken') return resolve(undefined);
      return reject(new LocalError(message.code ?? 'gateway-failed', message.failure));
    });
  });
}

const failure = 'The stand-in for AWS did not start: it';
const see = 'Its log is .local/logs/gateway.log.';
