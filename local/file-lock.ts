import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './process';

/** Those that this process holds. */
const held = new Set<string>();

/**
 * Runs `body` while no other process on this machine runs one under the same lock file. The file names its holder: that
 * of a process that is gone is taken over.
 *
 * @param onWait called once, with the holder's process id, where it has to wait
 * @param signal ends the wait, which then throws its reason; the body is not begun
 */
export async function withFileLock<Result>(
  file: string,
  body: () => Promise<Result>,
  onWait: (holder: number) => void = () => {},
  signal?: AbortSignal,
): Promise<Result> {
  for (let waited = false; !take(file); waited = true) {
    const holder = readHolder(file);
    if (holder !== undefined && !isHolding(holder, file)) removeStale(file, holder);
    else if (holder !== undefined && !waited) onWait(holder);
    signal?.throwIfAborted();
    await delay(50);
  }
  held.add(file);
  try {
    return await body();
  } finally {
    held.delete(file);
    rmSync(file, { force: true });
  }
}

/** In a container each command is process 1, as the one that was killed before it. */
const isHolding = (holder: number, file: string): boolean =>
  holder === process.pid ? held.has(file) : isAlive(holder);

/** Written beside and linked, so that the file is never there without its holder's name. */
function take(file: string): boolean {
  const own = `${file}.${process.pid}`;
  // At each attempt: a former holder may have removed the folder, as `yarn local reset` does.
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Moved away before it is removed: of two processes that find the same dead holder, one can move its file. */
function removeStale(file: string, deadHolder: number): void {
  const moved = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, moved);
    // Between the look and the move somebody else may have taken over: that one gets its lock back.
    if (readHolder(moved) !== deadHolder) linkSync(moved, file);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    rmSync(moved, { force: true });
  }
}

function readHolder(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}
