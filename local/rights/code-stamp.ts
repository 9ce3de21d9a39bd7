import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '../paths';

/** What decides which rights the access patterns use: they, the functions, what exercises them, and the packages. */
const SOURCES = ['table', 'lambda', 'test/local/rights', 'yarn.lock'];

/**
 * SHA-256 of the code that the rights follow from, in hexadecimal. It has no date in it: a checkout of the same code has
 * the same stamp. CRLF and LF are the same.
 */
export function rightsCodeStamp(repository = REPOSITORY): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((source) => filesBelow(repository, source))) {
    const text = readFileSync(path.join(repository, file), 'utf8').replaceAll('\r\n', '\n');
    hash.update(JSON.stringify([file, text]));
  }
  return hash.digest('hex');
}

/** Paths from the repository on, with `/`, in an order that is the same everywhere. */
function filesBelow(repository: string, place: string): string[] {
  const stats = statSync(path.join(repository, place), { throwIfNoEntry: false });
  if (!stats) return [];
  if (!stats.isDirectory()) return [place];
  const names = readdirSync(path.join(repository, place)).sort();
  return names.flatMap((name) => filesBelow(repository, `${place}/${name}`));
}
