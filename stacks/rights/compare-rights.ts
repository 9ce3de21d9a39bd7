import { type AllowedRight, allowedRights, allows, covers, isWide, type Right } from './allowed-rights';
import { formatGrant, grantFor, isStreamAction } from './grant-for';
import type { FunctionRole } from './roles-of';

/** What a role may do beside what was used. */
export interface RoleFindings {
  functionName: string;
  roleName: string;
  /** Allowed, and not used. */
  surplus: Finding[];
  /** Used, and not allowed (any more). */
  missing: Finding[];
  /** Allowed, and nothing that the tests of access patterns could use. */
  untested: Untested[];
  /** ARNs. */
  managedPolicies: string[];
}

interface Finding extends Right {
  /** What to do about it. */
  remedy: string;
}

interface Untested extends Right {
  /** Why. */
  reason: string;
}

/** The rights that were used, in short (see `shortResource`), by function. */
export type UsedRights = Readonly<Record<string, readonly Right[]>>;

/** Sets what each role may do beside what its function was seen to use. */
export function compareRights(roles: readonly FunctionRole[], used: UsedRights, tableArn: string): RoleFindings[] {
  return roles.map((role) => {
    const { functionName, name } = role;
    const usedHere = used[functionName] ?? [];
    const allowed = allowedRights(role, tableArn);
    const tested = allowed.filter((right) => reasonUntested(right) === undefined);
    return {
      functionName,
      roleName: name,
      surplus: tested
        .filter((right) => isWide(right) || !usedHere.some((one) => allows(right, one, tableArn)))
        .map((right) => ({ ...bare(right), remedy: remedyForSurplus(right, usedHere, functionName, tableArn) })),
      missing: usedHere
        .filter((right) => !allowed.some((one) => covers(one, right, tableArn)))
        .map((right) => ({ ...bare(right), remedy: remedyForMissing(right, functionName) })),
      untested: allowed
        .map((right) => ({ ...bare(right), reason: reasonUntested(right) ?? '' }))
        .filter(({ reason }) => reason),
      managedPolicies: role.managedPolicies,
    };
  });
}

const bare = ({ action, resource }: Right): Right => ({ action, resource });

/** Undefined for what an access pattern can use: the rights of DynamoDB itself, and what has those in it. */
function reasonUntested({ action }: Right): string | undefined {
  if (isStreamAction(action)) return 'for the poller of the stream';
  if (/^(dynamodb:|\*)/i.test(action)) return undefined;
  return 'of another service than DynamoDB';
}

function remedyForSurplus(right: AllowedRight, used: readonly Right[], functionName: string, tableArn: string): string {
  if (isWide(right)) return `name in the policy ${right.policy} what of it is used: ${listUsed(right, used, tableArn)}`;
  const grant = grantFor(right);
  if (!grant) return `leave it out of the policy ${right.policy}`;
  const { verb, options } = grant;
  const call = `table.${verb} for ${functionName}`;
  const [index] = options.indexes ?? [];
  if (index !== undefined) return `leave '${index}' out of the indexes of ${call}`;
  const [action] = options.actions ?? [];
  return action === undefined ? `leave out ${call}` : `leave '${action}' out of the actions of ${call}`;
}

function listUsed(right: Right, used: readonly Right[], tableArn: string): string {
  const names = used
    .filter((one) => allows(right, one, tableArn))
    .map(({ action, resource }) => `${action} on ${resource}`);
  return names.join(', ') || 'nothing';
}

function remedyForMissing(right: Right, functionName: string): string {
  const grant = grantFor(right);
  return grant ? `grant it: ${formatGrant(grant, functionName)}` : 'grant it with a policy of the role';
}
