import { sameValue, type WireItem, type WireValue } from '../../../../bootstrap/bulk/attribute-values';
import type { ConditionalWrite } from '../../../../bootstrap/migrator/backfill/statements';

/**
 * What DynamoDB makes of an item, as far as such writes go: undefined where the condition does not hold. Throws where a
 * placeholder stands for nothing, or is never used, as DynamoDB refuses such a request.
 */
export function applyWrite(write: ConditionalWrite, item: WireItem): WireItem | undefined {
  const {
    ConditionExpression,
    UpdateExpression = '',
    ExpressionAttributeNames,
    ExpressionAttributeValues = {},
  } = write;
  const used = new Set<string>();
  const resolve = <Value>(values: Record<string, Value>, placeholder: string): Value => {
    used.add(placeholder);
    if (Object.hasOwn(values, placeholder)) return values[placeholder] as Value;
    throw new Error(`${placeholder} stands for nothing`);
  };
  const nameOf = (placeholder: string): string => resolve(ExpressionAttributeNames, placeholder);
  const operandOf = (placeholder: string): WireValue => resolve(ExpressionAttributeValues, placeholder);
  const attributes = new Map(Object.entries(item));

  const holds = (condition: string): boolean => {
    const exists = /^attribute_exists\((#\d+)\)$/.exec(condition);
    if (exists) return attributes.has(nameOf(String(exists[1])));
    const absent = /^attribute_not_exists\((#\d+)\)$/.exec(condition);
    if (absent) return !attributes.has(nameOf(String(absent[1])));
    const [name, value] = pair(condition);
    return sameValue(attributes.get(nameOf(name)), operandOf(value));
  };
  // All of them, so that each placeholder is seen to be used.
  const isSame = ConditionExpression.split(' AND ').map(holds).every(Boolean);

  const next = new Map(attributes);
  const [, sets = '', removals = ''] = /^(?:SET (.*?))?(?: ?REMOVE (.*))?$/.exec(UpdateExpression) ?? [];
  for (const clause of split(sets)) {
    const [name, value] = pair(clause);
    next.set(nameOf(name), operandOf(value));
  }
  for (const name of split(removals)) next.delete(nameOf(name));
  const unused = [...Object.keys(ExpressionAttributeNames), ...Object.keys(ExpressionAttributeValues)].filter(
    (placeholder) => !used.has(placeholder),
  );
  if (unused.length > 0) throw new Error(`${unused.join(', ')} are never used`);
  return isSame ? Object.fromEntries(next) : undefined;
}

const split = (clauses: string): string[] => (clauses === '' ? [] : clauses.split(','));

function pair(clause: string): [string, string] {
  const found = /^(#\d+)=(:\d+)$/.exec(clause);
  if (!found) throw new Error(`${clause} is not understood`);
  return [String(found[1]), String(found[2])];
}
