import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { REPOSITORY } from '../../stacks/stack';
import { BenchError } from '../errors';

/** A process that runs beside the contenders: a server, or another user of the table. */
export interface Companion<Ready, Result> {
  /** What it said when it was ready. */
  ready: Ready;
  /** Asks it to end, and resolves to what it says at its end. */
  end(): Promise<Result>;
}

/**
 * Starts a TypeScript file in a process of its own; resolves when it is ready. That is `runCompanion`'s other side: however
 * this process ends, the companion's standard input ends with it, and so does the companion.
 *
 * @throws {BenchError} `companion-failed`, from `end` too
 */
export async function startCompanion<Ready, Result = undefined>(
  file: string,
  options: object,
): Promise<Companion<Ready, Result>> {
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', file, JSON.stringify(options)], {
    cwd: REPOSITORY,
    stdio: ['pipe', 'pipe', 'pipe'],
    // In a group of its own: Ctrl-C would reach it directly, while the contenders still use it.
    detached: true,
  });
  // Of a process that is gone already nothing is asked; that it failed is told by what it did not say.
  child.stdin.on('error', () => undefined);
  const errors = text(child.stderr);
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const closed = once(child, 'close');
  const hear = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value);
    throw new BenchError('companion-failed', `${path.basename(file)} ended early: ${(await errors).trim()}`);
  };
  return {
    ready: (await hear()) as Ready,
    end: async () => {
      child.stdin.end();
      const result = (await hear()) as Result;
      await closed;
      return result;
    },
  };
}

/** The companion's own side: says that it is ready, waits until it is asked to end, and says its result. */
export async function runCompanion<Options>(
  start: (options: Options) => Promise<{ ready: unknown; finish(): Promise<unknown> }>,
): Promise<void> {
  const { ready, finish } = await start(JSON.parse(process.argv[2] ?? '') as Options);
  say(ready);
  await text(process.stdin);
  say(await finish());
}

const say = (document: unknown): void => void process.stdout.write(`${JSON.stringify(document ?? null)}\n`);
