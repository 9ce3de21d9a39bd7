import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** What a child says: a line of stdout that is one JSON document. */
export type Said = Record<string, unknown>;

export interface Ended {
  /** Exit status, or null where a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface Child {
  /** The first of what it says, or has said already, for which this holds. Rejects where the child ends without. */
  says(isAwaited: (said: Said) => boolean): Promise<Said>;
  pid: number;
  /** Sends a signal to this very process: SIGKILL, SIGSTOP, SIGCONT … */
  kill(signal: NodeJS.Signals): void;
  ended: Promise<Ended>;
}

export interface ChildOptions {
  environment?: Record<string, string>;
  /** A script that runs in the child before its own, relative to the repository. */
  preload?: string;
}

const root = path.resolve(__dirname, '..', '..');
const running = new Set<ChildProcess>();

/** Starts a TypeScript file of the repository in a process of its own. End what is left of them with `endChildren`. */
export function startChild(script: string, words: readonly string[], options: ChildOptions = {}): Child {
  const preloads = ['tsx/cjs', ...(options.preload ? [path.join(root, options.preload)] : [])];
  const child = spawn(
    process.execPath,
    [...preloads.flatMap((preload) => ['--require', preload]), path.join(root, script), ...words],
    { cwd: root, env: { ...process.env, ...options.environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running.add(child);
  const said: Said[] = [];
  const awaited = new Set<() => void>();
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  createInterface(child.stdout).on('line', (line) => {
    stdout += `${line}\n`;
    if (line.startsWith('{"')) said.push(JSON.parse(line));
    for (const look of awaited) look();
  });
  const ended = once(child, 'close').then(([code, signal]): Ended => {
    running.delete(child);
    return { code, signal, stdout, stderr };
  });

  return {
    ended,
    pid: child.pid ?? 0,
    kill: (signal) => void child.kill(signal),
    says: (isAwaited) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = said.find(isAwaited);
          if (!found) return;
          awaited.delete(look);
          resolve(found);
        };
        awaited.add(look);
        look();
        void ended.then(() => reject(new Error(`The child ended without saying it:\n${stdout}${stderr}`)));
      }),
  };
}

/** After each test: none outlives it, not even one that is stopped. */
export async function endChildren(): Promise<void> {
  await Promise.all(
    [...running].map(async (child) => {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    }),
  );
}
