import type { SynthesisedStack } from '../../stacks/stack';
import { byHand } from '../../stacks/terraform/by-hand';
import type { NamedDeployment } from './deployment';
import type { Output } from './output';
import { readStateObject } from './state-object';

/** Who holds the lock of a stack's state, as Terraform writes it into the lock. */
export interface StateLock {
  ID: string;
  Operation: string;
  /** `user@host` */
  Who: string;
  Created: string;
}

/**
 * Says whom Terraform waits for, and how the lock is taken away from a process that is gone: Terraform itself tells only
 * when it has given up waiting. What can't be read is not worth an error: it waits all the same.
 */
export async function sayStateLock(
  stack: SynthesisedStack,
  deployment: NamedDeployment,
  { say }: Pick<Output, 'say'>,
): Promise<void> {
  const lock = await readStateLock(stack, deployment).catch(() => undefined);
  if (!lock) return;
  const { ID, Who, Created } = lock;
  say(`Waiting for ${Who}, who has the lock of the state of ${stack.name} since ${Created} (${operationOf(lock)}).`);
  say(`  Where that process is gone for good: ${unlockCommand(ID, stack, deployment)}`);
}

/** Undefined where nobody holds it. */
export async function readStateLock(
  stack: SynthesisedStack,
  deployment: NamedDeployment,
): Promise<StateLock | undefined> {
  const text = await readStateObject('lock', stack, deployment);
  return text === undefined ? undefined : (JSON.parse(text) as StateLock);
}

/** What its holder does, in Terraform's word. */
export const operationOf = ({ Operation }: StateLock): string => Operation.replace('OperationType', '').toLowerCase();

/** To be typed in a shell, in the folder of the repository. */
export const unlockCommand = (id: string, stack: SynthesisedStack, deployment: NamedDeployment): string =>
  byHand({ ...deployment, stack }, `force-unlock -force ${id}`);
