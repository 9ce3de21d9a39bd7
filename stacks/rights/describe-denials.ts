import { type AllowedRight, allows, longResource, type Right } from './allowed-rights';
import { formatGrant, grantsFor } from './grant-for';
import type { PolicyStatement } from './roles-of';

interface DeniedRole {
  functionName: string;
  /** What it wanted to do, e.g. the name of an access pattern. */
  purpose: string;
  /** What was denied, in short: see `shortResource`. */
  denied: readonly Right[];
  /** What the role may do. */
  allowed: readonly AllowedRight[];
  /** ARN of the table that is `table` in short: the statements are to name it. */
  tableArn: string;
}

/** What a role lacks, in words: the grant as a stack has it, and the statement as a policy has it, ready to be pasted. */
export function describeDenials({ functionName, purpose, denied, allowed, tableArn }: DeniedRole): string {
  const grants = grantsFor(denied).map((grant) => `  ${formatGrant(grant, functionName)}`);
  return [
    `The role of ${functionName} may not do all that ${purpose} does. It was denied:`,
    ...denied.flatMap((right) => [
      `  ${right.action} on ${right.resource}`,
      ...allowed.filter((one) => one.condition !== undefined && allows(one, right, tableArn)).map(describeCondition),
    ]),
    ...(grants.length > 0 ? ['Grant it in stacks/service-stack.ts:', ...grants] : []),
    "As a statement of the role's policy:",
    ...statementsFor(denied, tableArn).map((statement) => JSON.stringify(statement, undefined, 2)),
  ].join('\n');
}

/** What allows it and did not, in this very case. */
const describeCondition = ({ policy, condition }: AllowedRight): string =>
  `    which the policy ${policy} allows only under the condition ${JSON.stringify(condition)}`;

/** One statement for each resource. */
function statementsFor(denied: readonly Right[], tableArn: string): PolicyStatement[] {
  const resources = [...new Set(denied.map(({ resource }) => resource))];
  return resources.map((resource) => ({
    Effect: 'Allow',
    Action: denied.filter((right) => right.resource === resource).map(({ action }) => action),
    Resource: longResource(resource, tableArn),
  }));
}
