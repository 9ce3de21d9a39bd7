import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY, STACK_NAMES, type StackName, stackOf } from '../../../stacks/stack';
import { leftBehind } from '../../../stacks/terraform/left-behind';
import { keptLockFile } from '../../../stacks/terraform/lock-file';
import { outputsFile } from '../outputs-file';
import type { DoctorContext } from './context';
import { drift, type Found, note, well } from './finding';

/** What a deploy keeps in this checkout: the lock file of the providers, the outputs, and what it could not save. */
export async function examineKeptFiles({ deployment }: DoctorContext): Promise<Found[]> {
  const { deploymentName } = deployment;
  const lockFiles = await Promise.all(
    STACK_NAMES.map((name) => lockFile(keptLockFile({ deploymentName, stack: stackOf(name) }), deploymentName)),
  );
  const outputs = outputsFile(deploymentName);
  return [
    ...lockFiles,
    ...STACK_NAMES.flatMap((name) => unsaved(name, deploymentName)),
    existsSync(outputs)
      ? well(`${relative(outputs)}, the outputs of the last deploy from here`)
      : note('No outputs are kept here: yarn outputs has none.', `yarn deploy ${deploymentName} writes them.`),
  ];
}

function unsaved(name: StackName, deploymentName: string): Found[] {
  const { stateFile, lock } = leftBehind({ deploymentName, stack: stackOf(name) }) ?? {};
  const remedy = `yarn plan ${deploymentName} settles it, as the next deploy from here does.`;
  return [
    ...(stateFile ? [drift(`${relative(stateFile)} is a state of ${name} that could not be saved.`, remedy)] : []),
    ...(lock ? [drift(`The deploy from here at ${lock.from} could not release the lock of ${name}.`, remedy)] : []),
  ];
}

async function lockFile(file: string, deploymentName: string): Promise<Found> {
  if (!existsSync(file)) {
    return drift(
      `There is no lock file ${relative(file)}.`,
      `yarn deploy ${deploymentName} writes it${deploymentName === 'local' ? '' : ': commit it'}.`,
    );
  }
  // That of `local` is this machine's own.
  if (deploymentName === 'local') return well(relative(file));
  const changed = await promisify(execFile)('git', ['status', '--porcelain', '--', file], { cwd: REPOSITORY }).catch(
    () => undefined,
  );
  return changed?.stdout.trim()
    ? note(`${relative(file)} is not committed as it is.`, 'Commit it: others, and CI, are to use the same provider.')
    : well(relative(file));
}

const relative = (file: string): string => path.relative(REPOSITORY, file);
