import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * A process that runs a function in a state the test names, prints the pid of the function's process and waits to be killed.
 */
function startParent(state: string, folder: string) {
  const parent = spawn(process.execPath, ['--require', 'tsx/cjs', join(__dirname, 'orphans-parent.ts'), state], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { parent, firstLine: once(createInterface(parent.stdout), 'line').then(([line]) => String(line)) };
}

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'groundwork-orphans-'));
});

// The process that is killed cannot tidy up.
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each(['resting', 'waiting', 'busy'])(
  'a function that is %s ends when the runner is killed',
  async (state) => {
    const { parent, firstLine } = startParent(state, folder);
    const pid = Number(await firstLine);
    expect(pid).toBeGreaterThan(0);

    parent.kill('SIGKILL');

    await once(parent, 'exit');
    await untilGone(pid, 5000);
  },
  20_000,
);

/** The process is no child of ours, so that nothing tells when it ends: it is asked for. */
async function untilGone(pid: number, milliseconds: number): Promise<void> {
  const limit = Date.now() + milliseconds;
  while (isRunning(pid)) {
    if (Date.now() > limit) {
      process.kill(pid, 'SIGKILL');
      throw new Error(`The function's process ${pid} outlived the runner by ${milliseconds} ms.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return !isZombie(pid);
}

/** Ended, but its new parent has not taken notice: in a container nobody may ever. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
