import { declaredDeployments } from '../../bootstrap/declared-deployments';
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
 * @throws {UsageError} `unknown-deployment`; {BootstrapError} or {ScriptsError} `deployments-invalid`
 */
export function loadDeployment(deploymentName = 'local'): NamedDeployment {
  const declared = declaredDeployments();
  if (!Object.hasOwn(declared, deploymentName)) throw unknownDeployment(deploymentName, declared);
  const deployments = validateDeployments(withTableName(declared));
  const deployment = deployments[deploymentName];
  if (!deployment) throw unknownDeployment(deploymentName, declared);
  // Functions and connect() read it: one process serves one deployment.
  process.env.DEPLOYMENT = deploymentName;
  return { ...deployment, deploymentName };
}

function withTableName(deployments: Record<string, Deployment>): Record<string, Deployment> {
  const name = process.env.TABLE_NAME;
  const { local } = deployments;
  if (!name || !local?.table) return deployments;
  return { ...deployments, local: { ...local, table: { ...local.table, name } } };
}

function unknownDeployment(name: string, declared: Record<string, Deployment>): UsageError {
  return new UsageError(
    'unknown-deployment',
    `There is no deployment ${JSON.stringify(name)}. deployments.ts has: ${Object.keys(declared).join(', ')}.`,
  );
}
