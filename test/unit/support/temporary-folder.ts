import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TemporaryFolder {
  directory: string;
  /** Writes a file and the folders on its way. Returns its path. */
  write(name: string, content: string, mode?: number): string;
  remove(): void;
}

/** A new folder of this test's own. */
export function temporaryFolder(): TemporaryFolder {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'groundwork-test-')));
  return {
    directory,
    write: (name, content, mode = 0o644) => {
      const file = path.join(directory, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, content, { mode });
      return file;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
