import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { REPOSITORY, type SynthesisedStack } from '../../stacks/stack';
import type { NamedDeployment } from './deployment';
import { withStateClient } from './state-client';

/** A stack's state, or the lock that whoever works on it puts beside it, as its backend keeps them. */
export type StateObject = 'state' | 'lock';

/**
 * What stands in it; undefined where there is none, or nothing in it: Terraform takes an empty one for none, and leaves one
 * on this machine where it is killed in a first apply.
 */
export async function readStateObject(
  object: StateObject,
  stack: SynthesisedStack,
  { state, region }: Pick<NamedDeployment, 'state' | 'region'>,
): Promise<string | undefined> {
  try {
    if (state.kind === 'local') {
      const name = object === 'state' ? `${stack.name}.tfstate` : `.${stack.name}.tfstate.lock.info`;
      return (await readFile(path.join(REPOSITORY, state.directory, name), 'utf8')) || undefined;
    }
    return await withStateClient({ state, region }, async ({ GetObjectCommand }, client, { bucket, key }) => {
      const Key = `${key}/${stack.name}.${object === 'state' ? 'tfstate' : 'tfstate.tflock'}`;
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      return (await Body?.transformToString()) || undefined;
    });
  } catch (error) {
    const { name, code } = error as Error & { code?: string };
    if (ABSENT.includes(code ?? name)) return undefined;
    throw error;
  }
}

const ABSENT = ['ENOENT', 'NoSuchKey', 'NoSuchBucket'];
