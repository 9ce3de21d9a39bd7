import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item in DynamoDB's own notation, as the SDK has it: binary values are bytes. */
export type Item = Record<string, AttributeValue>;

type PlainValue = string | number | boolean | null | PlainValue[] | PlainItem;
/** An item as plain JSON. What JSON lacks stays in DynamoDB's notation: `{"SS": ["a"]}`, `{"B": "<base64>"}`. */
export interface PlainItem {
  [attribute: string]: PlainValue;
}

/** An item as plain JSON. A number with more digits than JSON can hold stays `{"N": "…"}`. */
export function toPlainItem(item: Item): PlainItem {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toPlainValue(value)]));
}

/** One attribute's value as plain JSON. */
export function toPlainValue(value: AttributeValue): PlainValue {
  if (value.S !== undefined) return value.S;
  if (value.N !== undefined) return isExact(value.N) ? Number(value.N) : { N: value.N };
  if (value.BOOL !== undefined) return value.BOOL;
  if (value.NULL !== undefined) return null;
  if (value.L !== undefined) return value.L.map(toPlainValue);
  if (value.M !== undefined) return toPlainItem(value.M);
  if (value.B !== undefined) return { B: toBase64(value.B) };
  if (value.SS !== undefined) return { SS: value.SS };
  if (value.NS !== undefined) return { NS: value.NS };
  return { BS: (value.BS ?? []).map(toBase64) };
}

/** One text per key, in whichever order its attributes are. */
export function keyText(key: Item): string {
  const parts = Object.entries(key).map(([name, value]) => JSON.stringify([name, identityOf(value)]));
  return parts.sort().join();
}

/** One number can be written with zeros in front; digits beyond those of a JavaScript number tell keys apart. */
const identityOf = (value: AttributeValue) =>
  value.N !== undefined && /^-?\d+$/.test(value.N) ? { N: String(BigInt(value.N)) } : toPlainValue(value);

const toBase64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

const isExact = (digits: string): boolean => String(Number(digits)) === digits;
