import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { CiRole, Deployment } from '../table/deployment';
import { addBackend } from './backend';
import { type CiPolicy, deployPolicies, planPolicies } from './ci-role/policies';
import type { CiPlace } from './ci-role/right';
import { ciRights } from './ci-role/rights';
import { trustPolicy } from './ci-role/trust';
import { roleNameFor } from './constructs/role-name';
import { StacksError } from './errors';
import { addOutput, addProvider } from './service-stack';

interface CiRoleStackOptions {
  deploymentName: string;
  deployment: Deployment;
}

/**
 * The roles that CI takes for one deployment: one that plans, and one that deploys. A person deploys this stack, with
 * `yarn ci-role`; the roles have no rights on themselves, so that CI can't give itself more.
 */
export class CiRoleStack extends TerraformStack {
  constructor(scope: Construct, id: string, { deploymentName, deployment }: CiRoleStackOptions) {
    super(scope, id);
    const { ciRole, accountId, region } = deployment;
    if (!ciRole || !accountId) throw missing(deploymentName);
    addBackend(this, id, deployment);
    addProvider(this, deployment);

    const place = { accountId, region };
    const rights = ciRights(deployment, place);
    const environment = ciRole.environment ?? deploymentName;
    const common = { ciRole, place, tableName: deployment.table.name };
    const deploys = addRole(this, 'deploy', { ...common, environment, policies: deployPolicies(rights) });
    const plans = addRole(this, 'plan', {
      ...common,
      environment: `${environment}-plan`,
      policies: planPolicies(rights),
    });
    addOutput(this, 'deploy_role_arn', deploys.arn, `ARN of the role for jobs in the environment ${environment}`);
    addOutput(this, 'plan_role_arn', plans.arn, `ARN of the role for jobs in the environment ${environment}-plan`);
  }
}

interface RoleOptions {
  ciRole: CiRole;
  place: CiPlace;
  tableName: string;
  environment: string;
  policies: readonly CiPolicy[];
}

/**
 * As long as the longest job of .github/workflows: credentials that end before it, AWS's usual hour, would leave its state
 * unsaved on a machine that is thrown away.
 */
const LONGEST_JOB_SECONDS = 2 * 60 * 60;

/** On a path of its own: what the roles may change begins with the table's name, in which there is no slash. */
function addRole(stack: TerraformStack, task: 'deploy' | 'plan', options: RoleOptions): IamRole {
  const { ciRole, place, tableName, environment, policies } = options;
  const role = new IamRole(stack, task, {
    path: '/ci/',
    name: roleNameFor({ name: `ci-${task}-${tableName}`, region: place.region }),
    assumeRolePolicy: trustPolicy(ciRole, environment, place),
    maxSessionDuration: LONGEST_JOB_SECONDS,
  });
  for (const { name, document } of policies) {
    new IamRolePolicy(stack, `${task}-${name}`, { name, role: role.name, policy: document });
  }
  return role;
}

const missing = (deploymentName: string): StacksError =>
  new StacksError(
    'no-ci-role',
    `${deploymentName} has no roles for CI: give it ciRole and accountId in deployments.ts (docs/permissions.md).`,
  );
