import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { StacksError } from '../errors';
import { REPOSITORY } from '../stack';
import { terraform } from './run';
import { dataDirectory, type Workspace } from './workspace';

/**
 * What a run left behind that could not reach the state when it ended, as credentials had expired or the network was lost:
 * the state as it is since then, and the lock that it held.
 */
export interface LeftBehind {
  /** The state that is yet to be written to where it belongs. */
  stateFile?: string;
  /**
   * When it ran until it had the lock, ISO 8601: a lock of this machine from between these is its own. Its ID can't be
   * known: Terraform tells that of a lock which it could read, and here it could not reach the state.
   */
  lock?: { from: string; to: string };
}

/**
 * Takes what Terraform leaves in the stack's folder, which is shared by all deployments and can be deleted, to where this
 * deployment's things are kept.
 */
export function keepLeftBehind(workspace: Workspace, lock: LeftBehind['lock']): void {
  mkdirSync(dataDirectory(workspace), { recursive: true });
  if (existsSync(erroredFile(workspace))) renameSync(erroredFile(workspace), stateFile(workspace));
  if (lock) writeFileSync(lockFile(workspace), JSON.stringify(lock));
}

/**
 * Where a deploy was killed, Terraform goes on, and nobody keeps what it could not save. Whose it is can't be told: taken for
 * that of this deployment, it might be written over an empty state of it.
 *
 * @throws {StacksError} `stray-state`
 */
export function requireNoStrayState(workspace: Place): void {
  const file = erroredFile(workspace);
  if (!existsSync(file)) return;
  const [name, kept] = [file, stateFile(workspace)].map((found) => path.relative(REPOSITORY, found));
  throw new StacksError(
    'stray-state',
    `${name} is a state that a deploy which was killed could not save. The names in it tell of which deployment: where it ` +
      `is ${workspace.deploymentName}, mkdir -p ${path.dirname(kept ?? '')} && mv ${name} ${kept}, and the next run saves ` +
      'it first; else put it there for the other one. Nothing was changed.',
  );
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

/** Whether a lock, as Terraform writes it, is the one that a run left behind: of this machine, and from when it got its own. */
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

/** Where Terraform itself puts it. */
const erroredFile = ({ stack }: Pick<Place, 'stack'>): string => path.join(stack.directory, 'errored.tfstate');

const stateFile = (workspace: Place): string => path.join(dataDirectory(workspace), 'unsaved.tfstate');

const lockFile = (workspace: Place): string => path.join(dataDirectory(workspace), 'left-lock.json');
