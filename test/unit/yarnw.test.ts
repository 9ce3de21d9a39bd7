import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { packageManager } from '../../package.json';

const REPOSITORY = path.resolve(__dirname, '../..');

/** By this yarnw tells a word that is for Yarn from one that nobody knows. */
test('the pinned Yarn has each of its commands at the head of a list in its program', async () => {
  const yarnw = path.join(REPOSITORY, 'yarnw');
  const { stdout } = await promisify(execFile)(process.execPath, [yarnw, '--clipanion=definitions'], {
    cwd: REPOSITORY,
  });
  const program = `.yarn/${packageManager.replace('@', '-')}/node_modules/@yarnpkg/cli-dist/bin/yarn.js`;
  const source = await readFile(path.join(REPOSITORY, program), 'utf8');
  const commands = (JSON.parse(stdout) as { path: string }[]).flatMap(({ path }) => path.split(' ')[1] ?? []);

  expect(commands).toEqual(expect.arrayContaining(['install', 'why', 'upgrade-interactive']));
  expect(commands.filter((command) => !source.includes(`["${command}"`))).toEqual([]);
});
