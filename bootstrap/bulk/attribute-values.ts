/**
 * An attribute's value as it stands in DynamoDB's JSON, in which binary is base64. Items keep this form from the page they
 * are read with to the statement that writes them: what is not touched is not converted, and nothing can get lost in it.
 */
export interface WireValue {
  S?: string;
  N?: string;
  B?: string;
  BOOL?: boolean;
  NULL?: boolean;
  SS?: string[];
  NS?: string[];
  BS?: string[];
  L?: WireValue[];
  M?: WireItem;
}

export type WireItem = Record<string, WireValue>;

/** An item's keys: `pk` and `sk`. */
export interface WireKey extends WireItem {
  pk: WireValue;
  sk: WireValue;
}

export const keyOf = ({ pk, sk }: WireItem): WireKey => ({ pk: pk as WireValue, sk: sk as WireValue });

/** A key in words. */
export const describeKey = ({ pk, sk }: WireItem): string => `${describeValue('pk', pk)}, ${describeValue('sk', sk)}`;

const describeValue = (name: string, value: WireValue = {}): string =>
  `${name} = ${JSON.stringify(value.S ?? value.N ?? value.B)}`;

/** A key as a text that no other key has. */
export const keyText = ({ pk, sk }: WireItem): string => JSON.stringify([pk, sk]);

/** Whether two values are the same to DynamoDB: sets and maps have no order, and a number may be written in several ways. */
export function sameValue(one: WireValue | undefined, other: WireValue | undefined): boolean {
  if (one === other) return true;
  if (one === undefined || other === undefined) return false;
  if (one.L !== undefined) {
    const { L } = other;
    return one.L.length === L?.length && one.L.every((member, index) => sameValue(member, L[index]));
  }
  if (one.M !== undefined) return other.M !== undefined && sameItem(one.M, other.M);
  const set = setOf(one);
  if (set) return sameMembers(set, setOf(other));
  if (one.N !== undefined) return other.N !== undefined && sameNumber(one.N, other.N);
  return (
    one.S === other.S && one.B === other.B && one.BOOL === other.BOOL && one.NULL === other.NULL && !isNested(other)
  );
}

/** Of what `one` is none of, as it comes here. */
const isNested = (value: WireValue): boolean =>
  value.L !== undefined || value.M !== undefined || value.N !== undefined || setOf(value) !== undefined;

/** Whether two items have the same attributes with the same values. */
export function sameItem(one: WireItem, other: WireItem): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && sameValue(one[name], other[name]))
  );
}

/** A set's members, with its type: a set of strings never equals one of numbers. */
function setOf({ SS, NS, BS }: WireValue): string[] | undefined {
  if (SS) return SS.map((member) => `S ${member}`).sort();
  if (NS) return NS.map((member) => `N ${canonicalNumber(member)}`).sort();
  return BS?.map((member) => `B ${member}`).sort();
}

const sameMembers = (one: readonly string[], other: readonly string[] | undefined): boolean =>
  one.length === other?.length && one.every((member, index) => member === other[index]);

const sameNumber = (one: string, other: string): boolean =>
  one === other || canonicalNumber(one) === canonicalNumber(other);

/** A decimal number as a text that all ways to write it have in common. */
export function canonicalNumber(number: string): string {
  const parsed = parseNumber(number);
  if (!parsed) return number;
  const { sign, significant, power } = parsed;
  return significant === '' ? '0' : `${sign}${significant}e${power}`;
}

/**
 * Whether DynamoDB stores a number: up to 38 significant digits, 1E-130 to 9.99…E+125 on either side of zero.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number
 */
export function isStorableNumber(number: string): boolean {
  const parsed = parseNumber(number);
  if (!parsed) return false;
  const { significant, power } = parsed;
  const magnitude = power + significant.length - 1;
  return significant === '' || (significant.length <= 38 && magnitude >= -130 && magnitude <= 125);
}

/** A decimal number as its sign, its significant digits (none of zero) and the power of ten of the last of them. */
function parseNumber(number: string): { sign: string; significant: string; power: number } | undefined {
  const match = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(number);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = match;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return { sign: sign === '-' ? '-' : '', significant, power };
}
