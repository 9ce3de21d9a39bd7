import { isRecord } from '../../json';

/** An item or a key in DynamoDB's JSON: attribute values by attribute name. */
export type Item = Record<string, unknown>;

/** A key attribute's value as a condition key has it: text, number or base64. Nothing for a value that can't be a key. */
export function scalarOf(attributeValue: unknown): string | undefined {
  if (!isRecord(attributeValue)) return undefined;
  const value = attributeValue.S ?? attributeValue.N ?? attributeValue.B;
  return typeof value === 'string' ? value : undefined;
}

/** The records among the elements of a list, or none where it is no list. */
export function recordsOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A record, or an empty one where the value is none. */
export function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}
