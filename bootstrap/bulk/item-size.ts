import type { WireItem, WireValue } from './attribute-values';

/** DynamoDB's limit: 400 KB for an item, its attributes' names included. */
export const MOST_ITEM_BYTES = 400 * 1024;

/**
 * The size of an item in bytes, as DynamoDB counts it for its limit and its capacity units:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: WireItem): number {
  let size = 0;
  for (const name of Object.keys(item)) size += Buffer.byteLength(name) + valueSize(item[name] as WireValue);
  return size;
}

function valueSize(value: WireValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return base64Size(value.B);
  // A map or a list has three bytes of its own, and one for each member.
  if (value.M !== undefined) return 3 + Object.keys(value.M).length + itemSize(value.M);
  if (value.L !== undefined) return 3 + value.L.length + sum(value.L.map(valueSize));
  if (value.SS !== undefined) return sum(value.SS.map((member) => Buffer.byteLength(member)));
  if (value.NS !== undefined) return sum(value.NS.map(numberSize));
  if (value.BS !== undefined) return sum(value.BS.map(base64Size));
  return 1;
}

/** One byte for each two significant digits, and one more; a negative number has another. */
function numberSize(number: string): number {
  const digits = number
    .replace(/e.*$/i, '')
    .replace(/[-+.]/g, '')
    .replace(/^0+|0+$/g, '').length;
  return Math.ceil(digits / 2) + 1 + (number.startsWith('-') ? 1 : 0);
}

const base64Size = (text: string): number => Buffer.byteLength(text, 'base64');

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
