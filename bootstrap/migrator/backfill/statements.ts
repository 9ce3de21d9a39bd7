import type { WireItem, WireValue } from '../../bulk/attribute-values';
import type { Change } from './prepare-item';

/**
 * Limits of a statement's text and of an expression's:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchStatementRequest.html,
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-expression-parameters
 */
const MOST_STATEMENT_CHARACTERS = 8192;
const MOST_EXPRESSION_BYTES = 4096;
const MOST_OPERATORS = 300;

/** A change as one PartiQL statement. */
export interface Statement {
  Statement: string;
  Parameters: WireValue[];
}

/**
 * The change, on condition that the item is there and still what the transform saw: each attribute that it had has the same
 * value, and none of those is there that it had not, and that the transform looked for or sets.
 *
 * @returns undefined where that is more than a statement can say
 */
export function toStatement(tableName: string, change: Change): Statement | undefined {
  const { key, before, after, set, removed } = change;
  const parameters: WireValue[] = [];
  const parameter = (value: WireValue): string => {
    parameters.push(value);
    return '?';
  };
  const changes = [
    ...Object.entries(set).map(([name, value]) => `SET ${quote(name)}=${parameter(value)}`),
    ...removed.map((name) => `REMOVE ${quote(name)}`),
  ].join(' ');
  const conditions = [`"pk"=${parameter(key.pk)}`, `"sk"=${parameter(key.sk)}`];
  for (const [name, value] of othersOf(before)) {
    // In SQL nothing equals NULL. It has one value only: that of its type.
    conditions.push(value.NULL ? `attribute_type(${quote(name)},'NULL')` : `${quote(name)}=${parameter(value)}`);
  }
  for (const name of absentOf(change)) conditions.push(`${quote(name)} IS MISSING`);
  // Its condition has the same operators as one of UpdateItem, and the same limit of them.
  if (conditions.length * 2 > MOST_OPERATORS) return undefined;
  const table = quote(tableName);
  const verb = after ? `UPDATE ${table} ${changes}` : `DELETE FROM ${table}`;
  const text = `${verb} WHERE ${conditions.join(' AND ')}`;
  return text.length <= MOST_STATEMENT_CHARACTERS ? { Statement: text, Parameters: parameters } : undefined;
}

/** A change as the parameters of UpdateItem, or, where there is nothing to update, of DeleteItem; of a transaction too. */
export interface ConditionalWrite {
  TableName: string;
  Key: WireItem;
  UpdateExpression?: string;
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues?: WireItem;
}

/**
 * The same as `toStatement` says, for UpdateItem and DeleteItem.
 *
 * @returns undefined where an item has more attributes than a condition can have
 */
export function toConditionalWrite(tableName: string, change: Change): ConditionalWrite | undefined {
  const { key, before, after, set, removed } = change;
  const names: Record<string, string> = {};
  const values: WireItem = {};
  const known = new Map<string, string>();
  const placeName = (name: string): string => {
    const placeholder = known.get(name) ?? `#${known.size}`;
    known.set(name, placeholder);
    names[placeholder] = name;
    return placeholder;
  };
  const placeValue = (value: WireValue): string => {
    const placeholder = `:${Object.keys(values).length}`;
    values[placeholder] = value;
    return placeholder;
  };
  const sets = Object.entries(set).map(([name, value]) => `${placeName(name)}=${placeValue(value)}`);
  const removals = removed.map(placeName);
  const conditions = [
    `attribute_exists(${placeName('pk')})`,
    ...othersOf(before).map(([name, value]) => `${placeName(name)}=${placeValue(value)}`),
    ...absentOf(change).map((name) => `attribute_not_exists(${placeName(name)})`),
  ];
  const update = [
    ...(sets.length > 0 ? [`SET ${sets.join(',')}`] : []),
    ...(removals.length > 0 ? [`REMOVE ${removals.join(',')}`] : []),
  ].join(' ');
  const condition = conditions.join(' AND ');
  if (conditions.length * 2 > MOST_OPERATORS || condition.length > MOST_EXPRESSION_BYTES) return undefined;
  if (update.length > MOST_EXPRESSION_BYTES) return undefined;
  return {
    TableName: tableName,
    Key: key,
    ...(after && { UpdateExpression: update }),
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
  };
}

/** What a failure says of an item for which neither way is enough. */
export const TOO_MANY_ATTRIBUTES = 'it has more attributes than the condition of a write can compare (about 145)';

/** The attributes that are not its key. */
const othersOf = (item: WireItem): [string, WireValue][] =>
  Object.entries(item).filter(([name]) => name !== 'pk' && name !== 'sk');

/** Attributes that have to be absent still. */
function absentOf({ before, set, missed }: Change): string[] {
  const names = new Set([...Object.keys(set), ...missed]);
  return [...names].filter((name) => !Object.hasOwn(before, name));
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`;
