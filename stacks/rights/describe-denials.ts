import type { Right } from './allowed-rights';
import { formatGrant, grantsFor } from './grant-for';
import type { PolicyStatement } from './roles-of';

interface DeniedRole {
  functionName: string;
  /** What it wanted to do, e.g. the name of an access pattern. */
  purpose: string;
  /** What was denied, in short: see `shortResource`. */
  denied: readonly Right[];
  /** ARN of the table that the statements are to name. */
  tableArn: string;
}

/** What a role lacks, in words: the grant as a stack has it, and the statement as a policy has it, ready to be pasted. */
export function describeDenials({ functionName, purpose, denied, tableArn }: DeniedRole): string {
  const grants = grantsFor(denied).map((grant) => `  ${formatGrant(grant, functionName)}`);
  return [
    `The role of ${functionName} may not do all that ${purpose} does. It was denied:`,
    ...denied.map(({ action, resource }) => `  ${action} on ${resource}`),
    ...(grants.length > 0 ? ['Grant it in stacks/service-stack.ts:', ...grants] : []),
    'The policy of the role that grants it has this in it:',
    ...statementsFor(denied, tableArn).map((statement) => JSON.stringify(statement, undefined, 2)),
  ].join('\n');
}

/** One statement for each resource. */
function statementsFor(denied: readonly Right[], tableArn: string): PolicyStatement[] {
  const resources = [...new Set(denied.map(({ resource }) => resource))];
  return resources.map((resource) => ({
    Effect: 'Allow',
    Action: denied.filter((right) => right.resource === resource).map(({ action }) => action),
    Resource: resource.replace(/^table(?=\/|$)/, tableArn),
  }));
}
