import path from 'node:path';
import { init } from '../../stacks/terraform/init';
import { forgetLock, isLockOf, leftBehind, pushState, removeLock } from '../../stacks/terraform/left-behind';
import type { Workspace } from '../../stacks/terraform/workspace';
import type { NamedDeployment } from './deployment';
import { ScriptsError } from './errors';
import type { Output } from './output';
import { readStateLock } from './state-lock';

/**
 * Terraform can work on the stack, and its state has all that was done from here: what an apply left behind, when it could
 * not reach the state any more, is brought there first.
 *
 * @throws {ScriptsError} `state-not-saved`, and as `init`
 */
export async function initialise(
  workspace: Workspace,
  deployment: NamedDeployment,
  output: Pick<Output, 'during' | 'say' | 'styles'>,
): Promise<void> {
  await output.during('terraform init', () => init(workspace));
  const { stateFile, lock } = leftBehind(workspace) ?? {};
  const done = (text: string) => output.say(`${output.styles.green('✓')} ${text}`);
  if (lock) {
    const held = await readStateLock(workspace.stack, deployment);
    if (held && isLockOf(lock, held)) {
      await removeLock(workspace, held.ID);
      done(`Removed the lock of the state that the run of ${held.Created} left behind`);
    }
    forgetLock(workspace);
  }
  if (!stateFile) return;
  await pushState(workspace, stateFile).catch((cause: unknown) => {
    throw notSaved(stateFile, deployment, cause);
  });
  done('Saved the state that the last deploy from here could not save');
}

function notSaved(file: string, { deploymentName }: NamedDeployment, cause: unknown): ScriptsError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const name = path.relative(process.cwd(), file);
  return new ScriptsError(
    'state-not-saved',
    `The last deploy of ${deploymentName} from here could not save its state, and now it can't be saved either: ${reason}\n` +
      `It is in ${name}. Where somebody has deployed since then, what only it knows exists and is in no state: take it in ` +
      `with terraform import, or delete it, then delete ${name}. Nothing was planned.`,
    { cause },
  );
}
