import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { LocalError } from './errors';
import { pollUntil } from './poll';

/** Java writes what it has and closes its files before it ends, which takes a third of a second. */
const PATIENCE_MILLISECONDS = 5_000;

/** True while a process of that id runs, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Ended, but its parent has not taken notice, which the first process of a container may never do. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/**
 * The words of a process's command line; none where it is gone. Process ids are used again: only these tell whether a
 * process is still the one that was started.
 */
export async function commandLineOf(pid: number): Promise<string[]> {
  if (process.platform === 'linux') {
    const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    return words.split('\0').filter(Boolean);
  }
  const line = await new Promise<string>((resolve) => {
    execFile('ps', ['-ww', '-o', 'command=', '-p', String(pid)], (error, stdout) => resolve(error ? '' : stdout));
  });
  return line.trim().split(' ').filter(Boolean);
}

/**
 * Asks a process to end, and makes it after `patienceMilliseconds`. Resolves when it is gone.
 *
 * @throws {LocalError} `process-not-ended` where even that has no effect
 */
export async function endProcess(pid: number, patienceMilliseconds = PATIENCE_MILLISECONDS): Promise<void> {
  for (const name of ['SIGTERM', 'SIGKILL'] as const) {
    signal(pid, name);
    if (await pollUntil(() => !isAlive(pid), patienceMilliseconds)) return;
  }
  throw new LocalError('process-not-ended', `Process ${pid} does not end. End it: kill -9 ${pid}`);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
