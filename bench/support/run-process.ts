import { type ChildProcess, spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { BenchError } from '../errors';

export interface ProcessOptions {
  /** Aborted by Ctrl-C: the process is interrupted once, and awaited. */
  signal: AbortSignal;
  cwd: string;
  /** Default: this process's own. */
  environment?: NodeJS.ProcessEnv;
}

/**
 * Runs a program to its end, without a terminal. Resolves to what it wrote to stdout.
 *
 * @throws {BenchError} `contender-failed`: its status is not 0, with what it wrote to stderr
 */
export async function runProcess(
  program: string,
  programArguments: readonly string[],
  { signal, cwd, environment = process.env }: ProcessOptions,
): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(program, programArguments, {
    cwd,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    // In a group of its own: Ctrl-C would reach it directly, and ours would be a second one, at which it ends in disorder.
    detached: true,
  });
  const interrupt = () => child.kill('SIGINT');
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const [status, stdout, stderr] = await Promise.all([ended(child), text(child.stdout), text(child.stderr)]);
    signal.throwIfAborted();
    if (status === 0) return stdout;
    const command = [program, ...programArguments].join(' ');
    throw new BenchError(
      'contender-failed',
      `${command} ended with status ${status}: ${stderr.trim() || stdout.trim()}`,
    );
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

function ended(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, signalName) => resolve(status ?? signalName ?? 'unknown'));
  });
}
