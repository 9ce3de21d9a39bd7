import type { Statement } from './statement';

/**
 * The same permissions in as few statements as there are pairs of a resource and a condition, with each action once: what
 * several grants to one function come to. What a statement allows without a condition is left out of those that allow it
 * under one.
 */
export function mergeStatements(statements: readonly Statement[]): Statement[] {
  const merged = new Map<string, Statement>();
  for (const statement of statements) {
    const place = placeOf(statement);
    const actions = [...(merged.get(place)?.Action ?? []), ...statement.Action];
    merged.set(place, { ...statement, Action: [...new Set(actions)].sort() });
  }
  return [...merged.values()]
    .map((statement) => withoutActions(statement, alwaysAllowed(statement, merged)))
    .filter(({ Action }) => Action.length > 0);
}

const placeOf = ({ Resource, Condition }: Pick<Statement, 'Resource' | 'Condition'>): string =>
  JSON.stringify([Resource, Condition ?? null]);

/** What is allowed on the resource of a conditional statement without any condition. */
function alwaysAllowed({ Resource, Condition }: Statement, merged: ReadonlyMap<string, Statement>): readonly string[] {
  return Condition ? (merged.get(placeOf({ Resource }))?.Action ?? []) : [];
}

const withoutActions = (statement: Statement, actions: readonly string[]): Statement => ({
  ...statement,
  Action: statement.Action.filter((action) => !actions.includes(action)),
});
