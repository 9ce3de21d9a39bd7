import { mkdir, mkdtemp, realpath, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TestRepository {
  directory: string;
  remove(): Promise<void>;
}

/** A repository in a new temporary folder, of these files by path, all last modified at `modified`. */
export async function createTestRepository(
  files: Record<string, string>,
  modified = new Date(),
): Promise<TestRepository> {
  const directory = await realpath(await mkdtemp(path.join(tmpdir(), 'groundwork-bundle-')));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    await utimes(file, modified, modified);
  }
  return { directory, remove: () => rm(directory, { recursive: true }) };
}
