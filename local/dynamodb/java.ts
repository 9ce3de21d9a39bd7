import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { LocalError } from '../errors';
import { pollUntil } from '../poll';
import { answersRequests } from './answers';
import { type DynamodbLocal, JAVA_OPTIONS, type LaunchOptions, serverArguments } from './dynamodb-local';
import type { JavaRuntime } from './java-runtime';

const START_LIMIT_MILLISECONDS = 60_000;

/**
 * Starts DynamoDB Local from its jar. With a JDK it listens on loopback only, by LoopbackServer.java beside this file (run
 * from source, which adds about 0.3 s to a start of 1 s); a JRE can only run the jar, which listens on all interfaces.
 *
 * @throws LocalError `port-taken`, or `dynamodb-local-failed` with the end of its log
 */
export async function startJava(java: JavaRuntime, options: LaunchOptions): Promise<DynamodbLocal> {
  const endpoint = `http://127.0.0.1:${options.port}`;
  const logFile = options.logFile ?? join(tmpdir(), `dynamodb-local-${randomUUID()}.log`);
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, 'a');
  const logStart = fstatSync(log).size;
  const printed = () => readFileSync(logFile).subarray(logStart).toString('utf8');
  try {
    const child = launch(java, options, log);
    const ended = endOf(child);
    const listensOn = java.hasCompiler ? 'loopback' : 'all interfaces';
    const started: DynamodbLocal = { kind: 'java', endpoint, port: options.port, pid: child.pid, listensOn };
    if (child.pid !== undefined) options.onStarted?.(started);
    const isReady = async () =>
      ended.reason !== undefined ||
      ((!java.hasCompiler || printed().includes('Listening on')) && (await answersRequests(endpoint)));
    const answered = await pollUntil(isReady, START_LIMIT_MILLISECONDS);
    if (!answered || ended.reason !== undefined) {
      child.kill('SIGKILL');
      throw failure(options.port, ended.reason ?? 'it did not answer within a minute', printed());
    }
    return started;
  } finally {
    closeSync(log);
    if (options.logFile === undefined) {
      rmSync(logFile, { force: true });
    }
  }
}

function launch(java: JavaRuntime, { port, dataDirectory, detached }: LaunchOptions, log: number): ChildProcess {
  const program = java.hasCompiler
    ? ['-cp', java.jarFile, join(__dirname, 'LoopbackServer.java')]
    : ['-jar', java.jarFile];
  const child = spawn(
    java.command,
    [
      ...JAVA_OPTIONS,
      `-Djava.library.path=${join(dirname(java.jarFile), 'DynamoDBLocal_lib')}`,
      `-Dgroundwork.endWithInput=${!detached}`,
      ...program,
      ...serverArguments(port, dataDirectory),
    ],
    { detached, stdio: [detached ? 'ignore' : 'pipe', log, log] },
  );
  // This process may end while it runs: then, unless detached, the pipe on its standard input ends it.
  child.unref();
  if (child.stdin instanceof Socket) {
    child.stdin.unref();
  }
  if (!detached && !java.hasCompiler) {
    process.once('exit', () => child.kill());
  }
  return child;
}

function endOf(child: ChildProcess): { reason?: string } {
  const ended: { reason?: string } = {};
  child.once('error', (error) => {
    ended.reason = error.message;
  });
  child.once('exit', (code, signal) => {
    ended.reason = `it ended with ${signal ?? `exit status ${code}`}`;
  });
  return ended;
}

function failure(port: number, reason: string, printed: string): LocalError {
  if (/Could not start server on port|Address already in use|Failed to bind/i.test(printed)) {
    return new LocalError('port-taken', `DynamoDB Local could not be started: port ${port} is in use.`);
  }
  const end = printed.trim().split('\n').slice(-10).join('\n');
  return new LocalError('dynamodb-local-failed', `DynamoDB Local could not be started with Java: ${reason}.\n${end}`);
}
