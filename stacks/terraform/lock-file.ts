import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '../stack';
import { dataDirectory, type Workspace } from './workspace';

/**
 * Terraform reads and writes its lock file, with the checksums of the providers, in the stack's folder, which is
 * `cdktf.out` and can be deleted. It is kept in `stacks/`, to be committed; for `local`, whose provider may come from a
 * mirror that knows the checksums of one platform only, with the local state. Where none is kept yet, that of another
 * deployment must not be taken for this one's.
 */
export function restoreLockFile(workspace: Workspace): void {
  if (existsSync(keptLockFile(workspace))) copyFileSync(keptLockFile(workspace), used(workspace));
  else rmSync(used(workspace), { force: true });
}

export function keepLockFile(workspace: Workspace): void {
  if (!existsSync(used(workspace)) || contentOf(used(workspace)) === contentOf(keptLockFile(workspace))) return;
  mkdirSync(path.dirname(keptLockFile(workspace)), { recursive: true });
  writeFileSync(keptLockFile(workspace), contentOf(used(workspace)));
}

/** What the lock file says now; empty where there is none. */
export const lockFileContent = (workspace: Workspace): string => contentOf(used(workspace));

const used = ({ stack }: Workspace): string => path.join(stack.directory, '.terraform.lock.hcl');

/** Where the lock file of a deployment's stack is kept. */
export function keptLockFile(workspace: Pick<Workspace, 'deploymentName' | 'stack'>): string {
  const { deploymentName, stack } = workspace;
  return deploymentName === 'local'
    ? path.join(dataDirectory(workspace), 'terraform.lock.hcl')
    : path.join(REPOSITORY, 'stacks', `${stack.name}.terraform.lock.hcl`);
}

const contentOf = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
