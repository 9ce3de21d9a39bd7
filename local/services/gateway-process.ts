import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { LocalError } from '../errors';
import { localPaths, REPOSITORY } from '../paths';
import { commandLineOf, endProcess } from '../process';
import { type Health, healthOf } from './gateway-health';
import type { GatewayProcess } from './record';

export interface GatewayProcessOptions {
  /** The first port to try; a port that is taken moves on to the next one. */
  port: number;
  region: string;
  accountId: string;
  dynamodbEndpoint: string;
  /** Is told of the process as soon as there is one, before it answers: who starts it may be ended meanwhile. */
  onStarted?(gateway: GatewayProcess): void;
}

/** Loading its code takes a second; a machine may be busy. */
const START_LIMIT_MILLISECONDS = 30_000;

/** With its folder: a copy of a checkout has the record of what the original started, and is to leave that alone. */
const PROGRAM = path.join(REPOSITORY, 'local', 'main.ts');

/**
 * Starts the stand-in for AWS in a process of its own that outlives this one. Resolves when it answers.
 *
 * @throws {LocalError} `port-taken`, `gateway-failed`, or what `startGateway` throws
 */
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

/** True where the process that answers at its endpoint is that very one, and is as expected. */
export async function isGatewayRunning(gateway: GatewayProcess, expected: Partial<Health> = {}): Promise<boolean> {
  if (!(await isItsProcess(gateway))) return false;
  const health = await healthOf(gateway.endpoint);
  const wanted: Partial<Health> = { ...expected, pid: gateway.pid };
  return Object.entries(wanted).every(([name, value]) => health?.[name as keyof Health] === value);
}

/** Resolves when it is gone, with the functions that it ran, whether it answers or not. */
export async function stopGatewayProcess(gateway: GatewayProcess): Promise<void> {
  if (await isItsProcess(gateway)) await endProcess(gateway.pid);
}

/** Process ids are used again: only the stand-in of this checkout for that very port is meant. */
async function isItsProcess({ pid, port }: GatewayProcess): Promise<boolean> {
  const words = await commandLineOf(pid);
  // In one piece: where words are told by their spaces, a folder's name may make several.
  return ` ${words.join(' ')} `.includes(` ${PROGRAM} --port ${port} `);
}

/** Undefined where the port is taken. */
async function tryToStart(options: GatewayProcessOptions): Promise<GatewayProcess | undefined> {
  const child = launch(options);
  const gateway = { endpoint: `http://127.0.0.1:${options.port}`, port: options.port, pid: child.pid ?? 0 };
  if (child.pid !== undefined) options.onStarted?.(gateway);
  const answer = await firstMessage(child);
  if ('failure' in answer) {
    if (answer.code === 'port-taken') return undefined;
    throw new LocalError(answer.code ?? 'gateway-failed', answer.failure);
  }
  await acknowledge(child);
  return gateway;
}

function launch({ port, region, accountId, dynamodbEndpoint }: GatewayProcessOptions): ChildProcess {
  mkdirSync(localPaths.logs, { recursive: true });
  const log = openSync(path.join(localPaths.logs, 'gateway.log'), 'a');
  try {
    return spawn(
      process.execPath,
      [
        ...['--require', 'tsx/cjs', PROGRAM],
        ...['--port', String(port), '--region', region, '--account', accountId, '--dynamodb', dynamodbEndpoint],
      ],
      { cwd: REPOSITORY, env: process.env, detached: true, stdio: ['ignore', log, log, 'ipc'] },
    );
  } finally {
    closeSync(log);
  }
}

type Message = { endpoint: string } | { failure: string; code?: string };

function firstMessage(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => {
      clearTimeout(timer);
      const message = `The stand-in for AWS did not start: ${reason}. Its log is .local/logs/gateway.log.`;
      reject(new LocalError('gateway-failed', message));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`it did not answer within ${START_LIMIT_MILLISECONDS / 1000} s`);
    }, START_LIMIT_MILLISECONDS);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => fail(`it ended with ${signal ?? `status ${code}`}`));
    child.once('message', (message: Message) => {
      clearTimeout(timer);
      resolve(message);
    });
  });
}

/** It stays from then on; until then it ends with this process. */
function acknowledge(child: ChildProcess): Promise<void> {
  child.unref();
  return new Promise((resolve, reject) => {
    child.send('acknowledged', (error) => {
      if (error) reject(new LocalError('gateway-failed', `The stand-in for AWS ended: ${error.message}`));
      else resolve();
    });
  });
}
