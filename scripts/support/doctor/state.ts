import type { SynthesisedStack } from '../../../stacks/stack';
import { terraformVersion } from '../../../stacks/terraform/version';
import { operationOf, readStateLock, type StateLock, unlockCommand } from '../state-lock';
import { readStateObject } from '../state-object';
import type { ReachedContext } from './context';
import { broken, drift, type Found, note, well } from './finding';
import { isOlder } from './versions';

/** Each stack's state: which Terraform wrote it, and who has its lock. */
export async function examineState(context: ReachedContext): Promise<Found[]> {
  const found = await Promise.all((await context.stacks()).map((stack) => examine(stack, context)));
  return found.flat();
}

async function examine(stack: SynthesisedStack, { deployment }: ReachedContext): Promise<Found[]> {
  const [text, lock, version] = await Promise.all([
    readStateObject('state', stack, deployment),
    // The lock of a state on this machine ends with its process; the file that tells of it may stay, and locks nothing.
    deployment.state.kind === 'local' ? undefined : readStateLock(stack, deployment),
    terraformVersion(),
  ]);
  return [
    ...(text === undefined ? [] : [writtenBy(stack, text, version ?? '')]),
    ...(lock ? [lockFound(lock, stack, deployment)] : []),
  ];
}

function writtenBy(stack: SynthesisedStack, text: string, version: string): Found {
  const { terraform_version: writer, serial } = JSON.parse(text) as { terraform_version: string; serial: number };
  return isOlder(version, writer)
    ? broken(
        `The state of ${stack.name} was written by version ${writer}, and here is ${version}.`,
        `Install ${writer} or newer: an older one may refuse the state, or lose what it does not know.`,
      )
    : well(`The state of ${stack.name} was written by version ${writer} (serial ${serial})`);
}

/** Longer than any deploy takes that is still at work. */
const LEFT_BEHIND_AFTER_MILLISECONDS = 60 * 60 * 1000;

/** Terraform's lock gives no sign of life: only its age says something. */
function lockFound(lock: StateLock, stack: SynthesisedStack, deployment: ReachedContext['deployment']): Found {
  const { Who, Created, ID } = lock;
  const isOld = Date.now() - Date.parse(Created) > LEFT_BEHIND_AFTER_MILLISECONDS;
  const found = isOld ? drift : note;
  return found(
    `The state of ${stack.name} is locked by ${Who} since ${Created} (${operationOf(lock)}).`,
    `Where that process is gone for good: ${unlockCommand(ID, stack, deployment)}`,
  );
}
