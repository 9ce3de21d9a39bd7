/** Operators, the keys that they compare, and the values that they allow. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** One statement of an inline policy: it allows actions on one resource. */
export interface Statement {
  Effect: 'Allow';
  Action: readonly string[];
  /** An ARN; `*` for an action that AWS knows no resource of. */
  Resource: string;
  Condition?: Condition;
}

/** The statement that allows these actions on a resource; none where there is no action, which IAM would not take. */
export function allow(actions: readonly string[], resource: string, condition?: Condition): Statement[] {
  if (actions.length === 0) return [];
  return [{ Effect: 'Allow', Action: actions, Resource: resource, ...(condition && { Condition: condition }) }];
}

/** The same, with the bare names of DynamoDB's actions. */
export const allowDynamodb = (actions: readonly string[], resource: string, condition?: Condition): Statement[] =>
  allow(
    actions.map((action) => `dynamodb:${action}`),
    resource,
    condition,
  );
