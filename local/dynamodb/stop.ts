import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { LocalError } from '../errors';
import { answersRequests } from './answers';
import { isContainerRunning, stopContainer } from './docker';
import type { DynamodbLocal } from './dynamodb-local';
import { pollUntil } from './poll';

/** Java writes what it has and closes its files before it ends; that takes a third of a second. */
const TERMINATION_MILLISECONDS = 5000;

/**
 * Stops a DynamoDB Local that `startDynamodbLocal` started, in this process or another; resolves when it is gone. A process
 * id that belongs to another program by now is left alone.
 *
 * @throws LocalError `dynamodb-local-not-stopped`
 */
export async function stopDynamodbLocal(running: DynamodbLocal): Promise<void> {
  if (running.containerId !== undefined) {
    return stopContainer(running.containerId);
  }
  const { pid } = running;
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (pid === undefined || !(await isItsProcess(running))) {
      return;
    }
    process.kill(pid, signal);
    if (await pollUntil(() => hasEnded(pid), TERMINATION_MILLISECONDS)) {
      return;
    }
  }
  const message = `DynamoDB Local, process ${pid}, does not end. End it: kill -9 ${pid}`;
  throw new LocalError('dynamodb-local-not-stopped', message);
}

/** Whether it runs and answers requests. */
export async function isRunning(running: DynamodbLocal): Promise<boolean> {
  const exists =
    running.containerId === undefined ? await isItsProcess(running) : await isContainerRunning(running.containerId);
  return exists && answersRequests(running.endpoint);
}

/** Process ids are used again: only a DynamoDB Local on that very port is meant. */
async function isItsProcess({ pid, port }: DynamodbLocal): Promise<boolean> {
  if (pid === undefined) {
    return false;
  }
  const command = (await commandLine(pid)).split(/[\0 ]/);
  const portIndex = command.indexOf('-port');
  return command.some((part) => part.endsWith('DynamoDBLocal.jar')) && command[portIndex + 1] === String(port);
}

/**
 * Whether a process has let go of its port and files. Its entry may stay for a while: until its parent takes notice, which
 * in a container may be never.
 */
async function hasEnded(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return true;
  }
  const status = process.platform === 'linux' ? await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '') : '';
  return /^State:\s+[ZX]/m.test(status);
}

/** The command line of a process, empty where it is gone. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  }
  return new Promise((resolve) => {
    execFile('ps', ['-ww', '-o', 'command=', '-p', String(pid)], (error, stdout) => resolve(error ? '' : stdout));
  });
}
