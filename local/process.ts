import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

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

/** Asks a process to end, and makes it after `patienceMilliseconds`. Resolves when it is gone. */
export async function endProcess(pid: number, patienceMilliseconds = 5_000): Promise<void> {
  signal(pid, 'SIGTERM');
  const start = performance.now();
  for (let interval = 5; isAlive(pid); interval = Math.min(interval * 2, 100)) {
    if (performance.now() - start > patienceMilliseconds) signal(pid, 'SIGKILL');
    await delay(interval);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
