import { parseConditions } from '../../iam/conditions';
import { requestContext } from '../../iam/context';
import type { PermissionStatement } from './functions';

/** Who asks to invoke a function: a service, on behalf of a thing of its own. */
export interface InvokingService {
  /** `apigateway.amazonaws.com` */
  service: string;
  sourceArn: string;
  sourceAccount: string;
}

/** Whether the function's resource policy lets the service invoke it. Without a statement that does, nobody may. */
export function mayInvoke(permissions: readonly PermissionStatement[], caller: InvokingService): boolean {
  const context = requestContext({
    'aws:SourceArn': [caller.sourceArn],
    'aws:SourceAccount': [caller.sourceAccount],
  });
  return permissions.some(
    (statement) =>
      'Service' in statement.Principal &&
      statement.Principal.Service === caller.service &&
      ['lambda:InvokeFunction', 'lambda:*'].includes(statement.Action) &&
      conditionsOf(statement).every((condition) => condition.holds(context)),
  );
}

/** The statement's conditions, checked. Throws LocalError for one that the evaluator does not know. */
export function conditionsOf(statement: PermissionStatement): ReturnType<typeof parseConditions> {
  if (!statement.Condition) return [];
  return parseConditions(statement.Condition, { element: 'Condition', variables: false, scope: 'service trust' });
}
