import type { Deployment } from '../table/deployment';
import { BootstrapError } from './errors';
import { loadSource } from './load-source';

/**
 * What `deployments.ts` declares, loaded when it is first asked for, so that one that is broken is told as any other error.
 * Its entries may still be wrong.
 *
 * @throws {BootstrapError} `deployments-invalid`
 */
export function declaredDeployments(): Record<string, Deployment> {
  const load = () => require('../deployments') as { deployments?: Record<string, Deployment> };
  const { deployments } = loadSource(load, (reason, cause) => notLoaded(`cannot be loaded: ${reason}`, { cause }));
  if (typeof deployments === 'object' && deployments !== null) return deployments;
  throw notLoaded('exports no `deployments`.');
}

function notLoaded(problem: string, options?: ErrorOptions): BootstrapError {
  return new BootstrapError(
    'deployments-invalid',
    `deployments.ts ${problem}\nEvery deployment is declared in it: mend it, or take it back as it was committed last with ` +
      'git checkout deployments.ts.',
    options,
  );
}
