import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FunctionSpecification } from './specification';
import { environmentVariables } from './variables';

/** How long what was printed may take to arrive after the answer, or after the process's end. */
export const LOG_GRACE_MILLISECONDS = 1000;

interface ProcessOptions {
  specification: FunctionSpecification;
  codeDirectory: string;
  /** Credentials, region and endpoint. */
  provided: Record<string, string>;
}

/**
 * Starts the process of an execution environment, in the folder of the function's code and with the variables that Lambda
 * would give it.
 */
export function startProcess(
  { specification, codeDirectory, provided }: ProcessOptions,
  runtimeApiAddress: string,
): ChildProcess {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  const logStreamName = `${day}/[${specification.version}]${randomUUID().replaceAll('-', '')}`;
  // Bounds the JavaScript heap alone, which is what grows in most functions: buffers, native memory and the some 40 MB of
  // Node itself come on top, so a function that Lambda would stop for its memory can still run here.
  const heapLimit = `--max-old-space-size=${specification.memoryMegabytes}`;
  return spawn(process.execPath, [heapLimit, join(__dirname, 'runtime', 'main.mjs')], {
    cwd: codeDirectory,
    env: environmentVariables(specification, { codeDirectory, runtimeApiAddress, logStreamName, provided }),
    // The fourth is a pipe on which nothing is ever sent: it closes when this process is gone, however it ended.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
}

/** Calls back once, when the process is gone and its output has been read, or some time after it where a grandchild keeps that open. */
export function onceGone(
  child: ChildProcess,
  done: (code: number | null, signal: NodeJS.Signals | null) => void,
): void {
  let isDone = false;
  const finish = (code: number | null, signal: NodeJS.Signals | null) => {
    if (!isDone) {
      isDone = true;
      done(code, signal);
    }
  };
  child.once('close', finish);
  child.once('exit', (code, signal) => setTimeout(finish, LOG_GRACE_MILLISECONDS, code, signal).unref());
  child.once('error', () => finish(null, null));
}
