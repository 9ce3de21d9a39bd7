import { requestContext } from './context';
import type { Policy } from './policy';
import type { RequestPrincipal } from './trust';

/** What IAM decides. Only `allowed` lets the request pass; the two denials are worded differently. */
export type Decision = 'allowed' | 'explicitly denied' | 'implicitly denied';

export interface EvaluationRequest {
  /** As `dynamodb:PutItem`. */
  action: string;
  /** The resource's ARN, or `*` for an action that has none. */
  resource: string;
  /** Values by context key; the keys' case does not matter. A key that the request does not have is left out. */
  context: Readonly<Record<string, readonly string[]>>;
  /** For trust policies: who asks to assume the role. */
  principal?: RequestPrincipal;
}

/**
 * Decides a request by IAM's logic within one account ("Policy evaluation logic"): a Deny that applies wins, else an
 * Allow that applies, else the request is denied implicitly. A statement applies when its action, resource, principal
 * and all of its conditions match.
 */
export function evaluate(policies: readonly Policy[], request: EvaluationRequest): Decision {
  const context = requestContext(request.context);
  const applying = policies
    .flatMap((policy) => policy.statements)
    .filter(
      (statement) =>
        statement.matchesAction(request.action) &&
        statement.matchesResource(request.resource, context) &&
        statement.matchesPrincipal(request.principal) &&
        statement.conditions.every((condition) => condition.holds(context)),
    );
  if (applying.some((statement) => statement.effect === 'Deny')) return 'explicitly denied';
  return applying.length > 0 ? 'allowed' : 'implicitly denied';
}
