import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { terraform } from './run';
import { dataDirectory, type Workspace } from './workspace';

/**
 * What a run left behind that could not reach the state when it ended, as credentials had expired or the network was lost:
 * the state as it is since then, and the lock that it held.
 */
export interface LeftBehind {
  /** The state that is yet to be written to where it belongs. */
  stateFile?: string;
  /** When it ran, ISO 8601: a lock of this machine from between these is its own. */
  lock?: { from: string; to: string };
}

/**
 * Takes what Terraform leaves in the stack's folder, which is shared by all deployments and can be deleted, to where this
 * deployment's things are kept.
 */
export function keepLeftBehind(workspace: Workspace, lock: LeftBehind['lock']): void {
  mkdirSync(dataDirectory(workspace), { recursive: true });
  const errored = path.join(workspace.stack.directory, 'errored.tfstate');
  if (existsSync(errored)) renameSync(errored, stateFile(workspace));
  if (lock) writeFileSync(lockFile(workspace), JSON.stringify(lock));
}

type Place = Pick<Workspace, 'deploymentName' | 'stack'>;

/** Where it is kept, the state first; whether it is there or not. */
export const leftFiles = (workspace: Place): readonly [string, string] => [stateFile(workspace), lockFile(workspace)];

/** Undefined where the last run has left nothing behind. */
export function leftBehind(workspace: Place): LeftBehind | undefined {
  const hasState = existsSync(stateFile(workspace));
  const hasLock = existsSync(lockFile(workspace));
  if (!hasState && !hasLock) return undefined;
  return {
    ...(hasState && { stateFile: stateFile(workspace) }),
    ...(hasLock && { lock: JSON.parse(readFileSync(lockFile(workspace), 'utf8')) as LeftBehind['lock'] }),
  };
}

/**
 * Writes the state to where it belongs. Terraform refuses one that is older than what is there, or of another origin.
 *
 * @throws {StacksError} as `terraform`
 */
export async function pushState(workspace: Workspace, file: string): Promise<void> {
  await terraform(workspace, ['state', 'push', '-lock-timeout=10m', file]);
  rmSync(file);
}

/** Whether a lock, as Terraform writes it, is the one that a run left behind: of this machine, and from while it ran. */
export const isLockOf = (
  { from, to }: { from: string; to: string },
  { Who, Created }: { Who: string; Created: string },
): boolean =>
  Who.endsWith(`@${hostname()}`) && Date.parse(Created) >= Date.parse(from) && Date.parse(Created) <= Date.parse(to);

/** Takes away the lock of that id, and of no other. */
export async function removeLock(workspace: Workspace, id: string): Promise<void> {
  await terraform(workspace, ['force-unlock', '-force', id]);
}

/** Nothing of the lock is left that would have to be looked for. */
export const forgetLock = (workspace: Workspace): void => rmSync(lockFile(workspace), { force: true });

const stateFile = (workspace: Place): string => path.join(dataDirectory(workspace), 'unsaved.tfstate');

const lockFile = (workspace: Place): string => path.join(dataDirectory(workspace), 'left-lock.json');
