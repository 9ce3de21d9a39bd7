import { keepLeftBehind, requireNoStrayState } from './left-behind';
import { LOCK_NOT_RELEASED, type RunOptions, type TerraformRun, terraform } from './run';
import type { TerraformEvent, Workspace } from './workspace';

/**
 * Runs what takes the lock of the state. Where it can't reach the state any more when it ends, what it leaves behind is kept
 * for the next run.
 *
 * @throws {StacksError} `stray-state`, and as `terraform`
 */
export async function underStateLock(
  workspace: Workspace,
  commandArguments: readonly string[],
  options?: RunOptions,
): Promise<TerraformRun> {
  requireNoStrayState(workspace);
  const from = new Date().toISOString();
  let to: string | undefined;
  let holdsLock = false;
  const onEvent = (event: TerraformEvent) => {
    // It works on resources under its lock alone. A younger lock is another one's, who got it where this one's release
    // came through and only the answer was lost.
    to ??= event.hook && (event['@timestamp'] ?? new Date().toISOString());
    holdsLock ||= event.diagnostic?.summary === LOCK_NOT_RELEASED;
    workspace.onEvent?.(event);
  };
  try {
    return await terraform({ ...workspace, onEvent }, commandArguments, options);
  } catch (error) {
    keepLeftBehind(workspace, holdsLock ? { from, to: to ?? new Date().toISOString() } : undefined);
    throw error;
  }
}
