import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { localPaths } from '../../local/paths';
import { REPOSITORY } from '../../stacks/stack';
import { runProcess } from '../support/run-process';

/** The libraries beside which the function is measured, and the files of their handlers. */
export const PEERS = ['electrodb', 'dynamoose', 'dynamodb-onetable'] as const;

const SOURCES = path.join(__dirname, 'peers');

/** Where no registry answers, npm would by itself try for minutes. */
const NPM_OPTIONS = [
  '--no-audit',
  '--no-fund',
  '--ignore-scripts',
  '--no-package-lock',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=1000',
];

/** What a bundle of ours takes from the repository that it is made in. */
const OURS = ['table/connect/environment-credentials.ts', 'table/errors.ts'];

/**
 * A repository of the peers' handlers and of what they import, of which the SDK has the project's version. npm installs it,
 * from the registry that it is set to; what is there already is left as it is.
 *
 * @returns its folder
 * @throws {BenchError} `contender-failed`: npm could not install them
 */
export async function installPeers(signal: AbortSignal): Promise<string> {
  const folder = path.join(localPaths.root, 'bench', 'coldstart');
  const wanted = JSON.stringify(manifest(), null, 2);
  const installed = path.join(folder, 'node_modules', '.installed.json');
  if (!existsSync(installed) || readFileSync(installed, 'utf8') !== wanted) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'package.json'), wanted);
    await runProcess('npm', ['install', ...NPM_OPTIONS], { cwd: folder, signal });
    writeFileSync(installed, wanted);
  }
  for (const peer of PEERS) copyFileSync(path.join(SOURCES, `${peer}.js`), path.join(folder, `${peer}.js`));
  for (const file of OURS) cpSync(path.join(REPOSITORY, file), path.join(folder, file));
  return folder;
}

const readManifest = (folder: string) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));

function manifest(): { dependencies: Record<string, string> } {
  const peers = readManifest(SOURCES);
  const { dependencies } = readManifest(REPOSITORY);
  const sdk = Object.entries<string>(dependencies).filter(([name]) => /^@aws-sdk\/(?!client-s|cdk)/.test(name));
  return { ...peers, dependencies: { ...peers.dependencies, ...Object.fromEntries(sdk) } };
}
