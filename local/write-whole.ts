import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Written beside and renamed, so that whoever reads the file at the same time finds the old text or the new one. */
export function writeWhole(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}
