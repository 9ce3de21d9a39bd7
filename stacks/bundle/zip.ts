import { type ZipOptions, zipSync } from 'fflate';

/**
 * A zip of these files, by name, whose bytes depend on nothing but their names and contents: in the order of their names,
 * all of the same time and mode.
 */
export function zipFunction(files: Record<string, Uint8Array>): Uint8Array {
  const names = Object.keys(files).sort();
  return zipSync(Object.fromEntries(names.map((name) => [name, [files[name] ?? new Uint8Array(), ENTRY]])));
}

const UNIX = 3;

/** A regular file that everyone may read: Lambda runs functions as another user than the one who unpacks them. */
const MODE = 0o100644;

const ENTRY: ZipOptions = {
  level: 9,
  // Zip has no time zone, and fflate writes the time as this machine's zone has it: a local time stays the same in each.
  // It is the earliest that the format knows, save for the hours: noon exists in every zone, midnight need not.
  mtime: new Date(1980, 0, 1, 12),
  os: UNIX,
  attrs: MODE * 2 ** 16,
};
