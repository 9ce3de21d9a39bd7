import { access, mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';

/** A folder that has these programs of this machine and no others, to be a PATH: links to where PATH finds them now. */
export async function folderOfPrograms(folder: string, names: readonly string[]): Promise<string> {
  await mkdir(folder);
  for (const name of names) await symlink(await find(name), path.join(folder, name));
  return folder;
}

async function find(name: string): Promise<string> {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    const isThere = await access(file).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  throw new Error(`There is no ${name} on the PATH of the tests`);
}
