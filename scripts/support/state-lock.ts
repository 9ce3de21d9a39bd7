import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { REPOSITORY, type SynthesisedStack } from '../../stacks/stack';
import { byHand } from '../../stacks/terraform/by-hand';
import type { NamedDeployment } from './deployment';
import type { Output } from './output';
import { withStateClient } from './state-client';

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
  const lock = await readLock(stack, deployment).catch(() => undefined);
  if (!lock) return;
  const { ID, Operation, Who, Created } = lock;
  const what = Operation.replace('OperationType', '').toLowerCase();
  say(`Waiting for ${Who}, who has the lock of the state of ${stack.name} since ${Created} (${what}).`);
  say(`  Where that process is gone for good: ${byHand({ ...deployment, stack }, `force-unlock -force ${ID}`)}`);
}

/** Rejects where nobody holds it. */
export function readLock(stack: SynthesisedStack, { state, region }: NamedDeployment): Promise<StateLock> {
  if (state.kind === 'local') {
    const file = path.join(REPOSITORY, state.directory, `.${stack.name}.tfstate.lock.info`);
    return readFile(file, 'utf8').then((text) => JSON.parse(text) as StateLock);
  }
  return withStateClient({ state, region }, async ({ GetObjectCommand }, client, { bucket, key }) => {
    const Key = `${key}/${stack.name}.tfstate.tflock`;
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
    return JSON.parse((await Body?.transformToString()) ?? '') as StateLock;
  });
}
