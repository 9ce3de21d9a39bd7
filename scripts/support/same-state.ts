import path from 'node:path';
import { loadSource } from '../../bootstrap/load-source';
import type { Deployments } from '../../table/deployment';
import type { NamedDeployment } from './deployment';
import { ScriptsError } from './errors';

/**
 * The commit that is checked out in `directory` keeps the deployment's state where this code does. A commit from before the
 * state was moved would plan with the copy that stayed behind, and create what is there already.
 *
 * @throws {ScriptsError} `ref-of-other-state`, `ref-not-loaded`
 */
export function requireSameState(directory: string, ref: string, { deploymentName, state }: NamedDeployment): void {
  const load = () => require(path.join(directory, 'deployments.ts')) as { deployments?: Deployments };
  const { deployments } = loadSource(load, (reason, cause) => notLoaded(ref, deploymentName, reason, cause));
  const other = deployments?.[deploymentName]?.state;
  if (other && placeOf(other) === placeOf(state)) return;
  const there = other
    ? `keeps its state in ${placeOf(other)}, and here it is in ${placeOf(state)}`
    : 'has no such entry';
  throw new ScriptsError(
    'ref-of-other-state',
    `${ref} can't be deployed to ${deploymentName}: its deployments.ts ${there}. From there everything would be created a ` +
      'second time; nothing was changed. Make a commit of that code with this state, and deploy that.',
  );
}

const placeOf = (state: NamedDeployment['state']): string =>
  state.kind === 's3' ? `s3://${state.bucket}/${state.key}` : state.directory;

const notLoaded = (ref: string, deploymentName: string, reason: string, cause: unknown): ScriptsError =>
  new ScriptsError(
    'ref-not-loaded',
    `${ref} can't be deployed to ${deploymentName}: its deployments.ts cannot be loaded: ${reason}\nNothing was changed. ` +
      'Deploy a commit in which it is mended.',
    { cause },
  );
