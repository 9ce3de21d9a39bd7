import type { RoleFindings } from '../../stacks/rights/compare-rights';
import type { Output } from './output';

/** What was found about the roles, as lines for a person. */
export function describeRights(roles: readonly RoleFindings[], recordedAt: string, styles: Output['styles']): string[] {
  const lines = roles.flatMap((role) => [
    `${role.functionName} ${styles.dim(`(role ${role.roleName})`)}`,
    ...findings(role, styles),
  ]);
  return [...lines, styles.dim(`Used: in the run of the tests of ${recordedAt}.`)];
}

function findings({ surplus, missing, untested, managedPolicies }: RoleFindings, styles: Output['styles']): string[] {
  const found = [
    ...missing.map(
      (one) => `  ${styles.red('✗')} ${one.action} on ${one.resource} is used and not allowed: ${one.remedy}`,
    ),
    ...surplus.map(
      (one) => `  ${styles.yellow('!')} ${one.action} on ${one.resource} is allowed and not used: ${one.remedy}`,
    ),
  ];
  if (found.length === 0) found.push(`  ${styles.green('✓')} all that it may do on the table was used`);
  return [
    ...found,
    ...describeUntested(untested).map(styles.dim),
    ...managedPolicies.map((arn) => styles.dim(`  – what a managed policy allows is not in the stack: ${arn}`)),
  ];
}

/** A line for each reason: which resources it is about is a matter for `--json`. */
function describeUntested(untested: RoleFindings['untested']): string[] {
  const reasons = [...new Set(untested.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const actions = untested.filter((one) => one.reason === reason).map(({ action }) => action);
    return `  – not held to what is used, ${reason}: ${[...new Set(actions)].join(', ')}`;
  });
}
