import type { DeniedRequest } from './denial';
import { evaluate } from './evaluate';
import { globalContext, roleArnOf } from './global-context';
import type { Policy } from './policy';
import type { Principal } from './principal';

export interface RoleAccess {
  /** As `sqs:SendMessage`. */
  action: string;
  /** The resource's ARN, or `*` for an action that has none. */
  resource: string;
  /** Region that the request is signed for. */
  region: string;
  /** The resource's own policy, where it has one: within an account either of the two may allow, each may deny. */
  resourcePolicy?: Policy;
  /** Values by key of the service's own condition keys. */
  context?: Readonly<Record<string, readonly string[]>>;
}

/**
 * Finds why a role may not do something with a resource of a service other than DynamoDB (whose own context keys
 * local/aws/dynamodb reads from each call), by its policies as they are now. Undefined where it may.
 */
export function refusalOfAccess(
  role: Extract<Principal, { kind: 'role' }>,
  access: RoleAccess,
): Pick<DeniedRequest, 'deniedBy'> | undefined {
  const { action, resource, region, resourcePolicy } = access;
  const context = { ...globalContext({ arn: role.arn, region, now: new Date() }), ...access.context };
  const request = { action, resource, context };
  const byIdentity = evaluate(role.policies, request);
  if (byIdentity === 'explicitly denied') return { deniedBy: 'identity-based' };
  const byResource = [roleArnOf(role.arn), role.arn].map((identifier) =>
    evaluate(resourcePolicy ? [resourcePolicy] : [], { ...request, principal: { type: 'AWS', identifier } }),
  );
  if (byResource.includes('explicitly denied')) return { deniedBy: 'resource-based' };
  return byIdentity === 'allowed' || byResource.includes('allowed') ? undefined : {};
}
