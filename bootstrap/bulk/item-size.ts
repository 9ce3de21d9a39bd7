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
  if (value.L !== undefined) return 3 + value.L.length + sum(value.L, valueSize);
  if (value.SS !== undefined) return sum(value.SS, textSize);
  if (value.NS !== undefined) return sum(value.NS, numberSize);
  if (value.BS !== undefined) return sum(value.BS, base64Size);
  return 1;
}

/** One byte for each two significant digits, and one more; a negative number has another. */
function numberSize(number: string): number {
  let digits = 0;
  let zeros = 0;
  for (const character of number) {
    if (character === 'e' || character === 'E') break;
    if (character < '0' || character > '9') continue;
    // Zeros count between other digits only.
    if (character === '0') zeros += 1;
    else {
      digits += digits === 0 ? 1 : zeros + 1;
      zeros = 0;
    }
  }
  return Math.ceil(digits / 2) + 1 + (number.startsWith('-') ? 1 : 0);
}

const base64Size = (text: string): number => Buffer.byteLength(text, 'base64');

const textSize = (text: string): number => Buffer.byteLength(text);

function sum<Member>(members: readonly Member[], sizeOf: (member: Member) => number): number {
  let total = 0;
  for (const member of members) total += sizeOf(member);
  return total;
}
