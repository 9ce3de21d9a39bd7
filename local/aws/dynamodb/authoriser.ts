import { type Decision, evaluate } from '../iam/evaluate';
import type { Principal } from '../iam/principal';
import type { Access } from './access';
import { accessContext, type PartitionKeyOf } from './access-context';

const remembered = 2_000;

/** The first access of a call that is not allowed. */
export interface Denial {
  access: Access;
  explicit: boolean;
}

/** What was decided about one access of a call. */
export interface AccessDecision {
  /** ARN of the role's session: `arn:aws:sts::<account>:assumed-role/<role>/<session>`. */
  sessionArn: string;
  action: string;
  resource: string;
  allowed: boolean;
}

type Role = Extract<Principal, { kind: 'role' }>;

/** Decides which of a call's accesses a role's policies allow. */
export type Authorise = (
  accesses: readonly Access[],
  caller: { role: Role; region: string },
) => Promise<(Denial | undefined)[]>;

/**
 * Evaluates a role's policies. Decisions are remembered by session, version of the policies, action, resource and the
 * values of the context keys that the policies read, the latest 2,000 of them. `onDecision` is told each of them, also
 * those that were remembered.
 */
export function createAuthoriser(options: {
  partitionKeyOf: PartitionKeyOf;
  now?: () => Date;
  onDecision?: (decision: AccessDecision) => void;
}): Authorise {
  const decide = rememberDecisions();
  return async (accesses, { role, region }) => {
    const now = options.now?.() ?? new Date();
    const wanted = new Set(role.policies.flatMap((policy) => [...policy.contextKeys]));
    return Promise.all(
      accesses.map(async (access) => {
        const caller = { arn: role.arn, region, now };
        const context = await accessContext(access, { wanted, caller, partitionKeyOf: options.partitionKeyOf });
        const { action, resource } = access;
        const decision = decide(role, { action, resource, context });
        const allowed = decision === 'allowed';
        options.onDecision?.({ sessionArn: role.arn, action, resource, allowed });
        return allowed ? undefined : { access, explicit: decision === 'explicitly denied' };
      }),
    );
  };
}

function rememberDecisions(): (role: Role, request: Parameters<typeof evaluate>[1]) => Decision {
  const decisions = new Map<string, Decision>();
  return (role, request) => {
    const key = JSON.stringify([role.arn, role.version, request]);
    const decision = decisions.get(key) ?? evaluate(role.policies, request);
    // Written last is at the end of a Map, so what was used longest ago is at its beginning.
    decisions.delete(key);
    decisions.set(key, decision);
    const oldest = decisions.keys().next();
    if (decisions.size > remembered && !oldest.done) decisions.delete(oldest.value);
    return decision;
  };
}
