import { deployments } from '../../../deployments';
import type { NeededRight } from '../../../local/aws/calls/call';
import { evaluate } from '../../../local/aws/iam/evaluate';
import { parsePolicy } from '../../../local/aws/iam/policy';
import { type CiPolicy, deployPolicies, planPolicies } from '../../../stacks/ci-role/policies';
import type { CiRight } from '../../../stacks/ci-role/right';
import { ciRights } from '../../../stacks/ci-role/rights';

export interface PolicyStatement {
  Effect: string;
  Action: string[];
  Resource: string[];
  Condition?: object;
}

/** What the role that deploys `staging` may do in the account. */
export const deployStatements = (accountId: string): PolicyStatement[] => statementsOf(accountId, deployPolicies);

/** What the role that plans for `staging` may do in the account. */
export const planStatements = (accountId: string): PolicyStatement[] => statementsOf(accountId, planPolicies);

function statementsOf(
  accountId: string,
  policiesOf: (rights: readonly CiRight[]) => readonly CiPolicy[],
): PolicyStatement[] {
  const { staging } = deployments;
  return policiesOf(ciRights(staging, { region: staging.region, accountId })).flatMap(
    ({ document }) => (JSON.parse(document) as { Statement: PolicyStatement[] }).Statement,
  );
}

/**
 * The state bucket a person makes, before CI deploys for the first time, and its settings are a person's to change. Where a
 * test's first deploy makes it, this is not CI's; that CI's deploys do without is shown by test/e2e/permissions.test.ts.
 */
export const makesStateBucket: PolicyStatement = {
  Effect: 'Allow',
  Action: [
    's3:CreateBucket',
    's3:PutBucketPolicy',
    's3:PutBucketPublicAccessBlock',
    's3:PutBucketTagging',
    's3:PutBucketVersioning',
    's3:PutEncryptionConfiguration',
    's3:PutLifecycleConfiguration',
  ],
  Resource: [`arn:aws:s3:::${deployments.staging.state.bucket}`],
};

/** What somebody may do is his own to ask; where he may not, the doctor says so and examines the rest. */
export const ASKED_BY_DOCTOR = ['iam:SimulatePrincipalPolicy on *'];

/** The rights that were wanted and that the statements do not give, by name. */
export function missing(wanted: readonly NeededRight[], statements: readonly PolicyStatement[]): string[] {
  const refused = wanted.filter((right) => !allow(statements, right));
  return [...new Set(refused.map(({ action, resource }) => `${action} on ${resource}`))].sort();
}

/** The actions that a statement gives and that were not wanted of what it gives them on, by name. */
export function unused(wanted: readonly NeededRight[], statements: readonly PolicyStatement[]): string[] {
  const surplus = statements.flatMap((statement) =>
    statement.Action.filter((action) => {
      const alone = [{ ...statement, Action: [action] }];
      return !wanted.some((right) => allow(alone, right));
    }),
  );
  return [...new Set(surplus)].sort();
}

function allow(statements: readonly PolicyStatement[], { action, resource, context = {} }: NeededRight): boolean {
  const policy = parsePolicy(
    JSON.stringify({ Version: '2012-10-17', Statement: statements.filter(({ Action }) => Action.length > 0) }),
    'identity',
  );
  const values = Object.entries({ ...contextOf(resource), ...context }).map(([key, value]) => [key, [value]]);
  return evaluate([policy], { action, resource, context: Object.fromEntries(values) }) === 'allowed';
}

/** The request names a mapping by its id alone; AWS knows the function of it, which here is the only one that has one. */
function contextOf(resource: string): Record<string, string> {
  const [place, mapping] = resource.split(':event-source-mapping:');
  return mapping ? { 'lambda:FunctionArn': `${place}:function:groundwork-staging-membership-counter` } : {};
}
