import { execFile } from 'node:child_process';
import { readdir, readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * The processes that work in a folder or were started from it, each as its id and command line. Where there is no /proc,
 * those whose command line names the folder.
 */
export async function processesIn(directory: string): Promise<string[]> {
  if (process.platform === 'linux') return fromProcFolder(directory);
  const { stdout } = await promisify(execFile)('ps', ['-axww', '-o', 'pid=,command=']);
  return stdout.split('\n').filter((line) => line.includes(directory));
}

async function fromProcFolder(directory: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    ids.map(async (id) => {
      const command = await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '');
      const workingDirectory = await readlink(`/proc/${id}/cwd`).catch(() => '');
      const belongs = command.includes(directory) || workingDirectory.startsWith(directory);
      return belongs ? [`${id} ${command.replaceAll('\0', ' ')}`] : [];
    }),
  );
  return found.flat();
}
