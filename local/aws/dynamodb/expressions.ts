import { recordOf, scalarOf } from './attribute-values';

const token = /[#:]?[A-Za-z0-9_-]+|<>|<=|>=|[^\s]/g;
const keywords = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN', 'SET', 'REMOVE', 'ADD', 'DELETE']);

const expressionParameters = [
  'ProjectionExpression',
  'ConditionExpression',
  'FilterExpression',
  'KeyConditionExpression',
  'UpdateExpression',
];
/** The parameters from before expressions, which hold their attributes' names as keys. */
const legacyParameters = ['Expected', 'AttributeUpdates', 'KeyConditions', 'QueryFilter', 'ScanFilter'];

/** Names of the top-level attributes that a request names outside of its items and keys. */
export function namedAttributes(parameters: Record<string, unknown>): string[] {
  const names = recordOf(parameters.ExpressionAttributeNames);
  const listed = Array.isArray(parameters.AttributesToGet) ? parameters.AttributesToGet.map(String) : [];
  return [
    ...expressionParameters.flatMap((parameter) => expressionAttributes(parameters[parameter], names)),
    ...legacyParameters.flatMap((parameter) => Object.keys(recordOf(parameters[parameter]))),
    ...listed,
  ];
}

/** The partition key value that a Query asks for, or nothing where it names none. `key`: the partition key's name. */
export function queriedPartitionKey(parameters: Record<string, unknown>, key: string): string | undefined {
  const legacy = recordOf(recordOf(parameters.KeyConditions)[key]);
  if (Array.isArray(legacy.AttributeValueList)) return scalarOf(legacy.AttributeValueList[0]);
  if (typeof parameters.KeyConditionExpression !== 'string') return undefined;
  const names = recordOf(parameters.ExpressionAttributeNames);
  const values = recordOf(parameters.ExpressionAttributeValues);
  const tokens = parameters.KeyConditionExpression.match(token) ?? [];
  const isKey = (text: string | undefined) => text !== undefined && (names[text] ?? text) === key;
  const equals = tokens.findIndex(
    (text, index) => text === '=' && (isKey(tokens[index - 1]) || isKey(tokens[index + 1])),
  );
  const value = isKey(tokens[equals - 1]) ? tokens[equals + 1] : tokens[equals - 1];
  return value === undefined ? undefined : scalarOf(values[value]);
}

function expressionAttributes(expression: unknown, names: Record<string, unknown>): string[] {
  if (typeof expression !== 'string') return [];
  const tokens = expression.match(token) ?? [];
  return tokens.flatMap((text, index) => {
    const partOfPath = tokens[index - 1] === '.' || tokens[index - 1] === '[';
    const isFunction = tokens[index + 1] === '(' && /^[a-z_]+$/.test(text);
    if (partOfPath || isFunction || !/^#?[A-Za-z0-9_-]+$/.test(text) || keywords.has(text.toUpperCase())) return [];
    // A placeholder without a name is an error that DynamoDB itself reports.
    return text.startsWith('#') ? stringsOf(names[text]) : [text];
  });
}

function stringsOf(value: unknown): string[] {
  return typeof value === 'string' ? [value] : [];
}
