import { deployments as declared } from '../../deployments';
import type { Deployment } from '../../table/deployment';
import { validateDeployments } from './deployment-schema';
import { UsageError } from './errors';

export interface NamedDeployment extends Deployment {
  /** Its key in `deployments.ts`, which is the first argument of every command. */
  deploymentName: string;
}

/**
 * The deployment of that name, of a `deployments.ts` that is valid as a whole. `TABLE_NAME` points `local` at another
 * table.
 *
 * @throws {UsageError} `unknown-deployment`; {ScriptsError} `deployments-invalid`
 */
export function loadDeployment(deploymentName = 'local'): NamedDeployment {
  if (!Object.hasOwn(declared, deploymentName)) throw unknownDeployment(deploymentName);
  const deployments = validateDeployments(withTableName(declared));
  const deployment = deployments[deploymentName];
  if (!deployment) throw unknownDeployment(deploymentName);
  // Functions and connect() read it: one process serves one deployment.
  process.env.DEPLOYMENT = deploymentName;
  return { ...deployment, deploymentName };
}

function withTableName(deployments: typeof declared): Record<string, Deployment> {
  const name = process.env.TABLE_NAME;
  if (!name) return deployments;
  return { ...deployments, local: { ...deployments.local, table: { ...deployments.local.table, name } } };
}

function unknownDeployment(name: string): UsageError {
  return new UsageError(
    'unknown-deployment',
    `There is no deployment ${JSON.stringify(name)}. deployments.ts has: ${Object.keys(declared).join(', ')}.`,
  );
}
