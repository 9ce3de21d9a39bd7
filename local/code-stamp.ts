import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from './paths';

/** What the stand-in's process is made of; its packages are those that the lock file names. */
const SOURCES = ['local', 'yarn.lock'];

/**
 * Changes whenever the stand-in's code does: the time of the last change to any of its files or folders. A process of an
 * older stamp runs code that is no longer there.
 */
export function codeStamp(): string {
  const times = SOURCES.flatMap((name) => timesBelow(path.join(REPOSITORY, name)));
  return new Date(Math.max(...times)).toISOString();
}

function timesBelow(place: string): number[] {
  const stats = statSync(place, { throwIfNoEntry: false });
  if (!stats) return [];
  const names = stats.isDirectory() ? readdirSync(place) : [];
  return [stats.mtimeMs, ...names.flatMap((name) => timesBelow(path.join(place, name)))];
}
