import fc from 'fast-check';
import {
  isStorableNumber,
  keyText,
  sameItem,
  sameValue,
  type WireItem,
  type WireValue,
} from '../../../bootstrap/bulk/attribute-values';
import { numberText, wireItem, wireValue } from './wire-values';

/** The same value, written in another way: members and names in the other order, numbers with zeros around them. */
function rewritten(value: WireValue): WireValue {
  if (value.N !== undefined) return { N: rewrittenNumber(value.N) };
  if (value.NS) return { NS: value.NS.map(rewrittenNumber).reverse() };
  if (value.SS) return { SS: [...value.SS].reverse() };
  if (value.BS) return { BS: [...value.BS].reverse() };
  if (value.L) return { L: value.L.map(rewritten) };
  if (value.M) return { M: Object.fromEntries(Object.entries(value.M).reverse().map(rewriteAttribute)) };
  return { ...value };
}

const rewriteAttribute = ([name, value]: [string, WireValue]): [string, WireValue] => [name, rewritten(value)];

function rewrittenNumber(number: string): string {
  const [, sign = '', digits = ''] = /^(-?)(.*)$/.exec(number) ?? [];
  if (/e/i.test(digits)) return `${sign}${digits.toLowerCase()}`;
  return digits.includes('.') ? `${sign}00${digits}00` : `${sign}${digits}.0e0`;
}

test('a value is the same as itself, and as itself written in another way, from both sides', () => {
  fc.assert(
    fc.property(wireValue, (value) => {
      const other = rewritten(value);
      expect([sameValue(value, structuredClone(value)), sameValue(value, other), sameValue(other, value)]).toEqual([
        true,
        true,
        true,
      ]);
    }),
  );
});

/** Few values, so that pairs of them are often the same. */
const fewValues = fc.oneof(
  fc.constantFrom<WireValue>(
    { S: '1' },
    { N: '1' },
    { N: '1.0' },
    { N: '10e-1' },
    { B: '1' },
    { BOOL: true },
    { BOOL: false },
    { NULL: true },
    { SS: ['1', '2'] },
    { SS: ['2', '1'] },
    { NS: ['1', '2'] },
    { NS: ['2.0', '1'] },
    { BS: ['1', '2'] },
    { L: [] },
    { M: {} },
    { L: [{ N: '1' }, { N: '2' }] },
    { L: [{ N: '2' }, { N: '1' }] },
    { M: { a: { N: '1' }, b: { S: '' } } },
    { M: { b: { S: '' }, a: { N: '01' } } },
  ),
  wireValue,
);

test('it is an equivalence', () => {
  fc.assert(
    fc.property(fewValues, fewValues, fewValues, (one, two, three) => {
      expect(sameValue(one, two)).toBe(sameValue(two, one));
      if (sameValue(one, two) && sameValue(two, three)) expect(sameValue(one, three)).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

const typeOf = (value: WireValue): string | undefined => Object.keys(value)[0];

test('values of two types are never the same', () => {
  fc.assert(
    fc.property(fewValues, fewValues, (one, other) => {
      fc.pre(typeOf(one) !== typeOf(other));
      expect(sameValue(one, other)).toBe(false);
    }),
  );
});

test('numbers are the same as their values are', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt(), fc.nat(20), fc.nat(20), (one, other, places, more) => {
      const asDecimal = (digits: bigint, power: number): string => `${digits}E-${power}`;
      expect(sameValue({ N: asDecimal(one, places) }, { N: asDecimal(other, more) })).toBe(
        one * 10n ** BigInt(more) === other * 10n ** BigInt(places),
      );
    }),
  );
  expect(sameValue({ N: '0' }, { N: '-0.00E5' })).toBe(true);
  expect(sameValue({ N: '1' }, { N: '-1' })).toBe(false);
  expect(sameValue({ N: '9007199254740993' }, { N: '9007199254740992' })).toBe(false);
});

test('lists have an order and sets have none; a map has no more and no fewer names', () => {
  expect(sameValue({ L: [{ S: 'a' }, { S: 'b' }] }, { L: [{ S: 'b' }, { S: 'a' }] })).toBe(false);
  expect(sameValue({ SS: ['a', 'b'] }, { SS: ['a'] })).toBe(false);
  expect(sameValue({ M: { a: { S: '' } } }, { M: { a: { S: '' }, b: { S: '' } } })).toBe(false);
  expect(sameValue({ M: { a: { S: '' } } }, { M: { constructor: { S: '' } } })).toBe(false);
  expect(sameValue(undefined, { NULL: true })).toBe(false);
  expect(sameValue(undefined, undefined)).toBe(true);
});

test('an item with one attribute changed is another', () => {
  fc.assert(
    fc.property(wireItem, wireValue, fc.nat(), (item, value, position) => {
      const names = Object.keys(item);
      const name = names[position % Math.max(1, names.length)];
      fc.pre(name !== undefined && name !== '__proto__' && !sameValue(item[name], value));
      const other: WireItem = { ...item, [name as string]: value };
      expect([sameItem(item, other), sameItem(other, item), sameItem(item, { ...item })]).toEqual([false, false, true]);
    }),
  );
});

test('two keys never have the same text', () => {
  const key = fc.record({ pk: fc.string(), sk: fc.string() });
  fc.assert(
    fc.property(key, key, (one, other) => {
      const text = ({ pk, sk }: typeof one): string => keyText({ pk: { S: pk }, sk: { S: sk } });
      expect(text(one) === text(other)).toBe(one.pk === other.pk && one.sk === other.sk);
    }),
  );
});

test("DynamoDB's numbers can be stored, and what is beyond them can't", () => {
  fc.assert(fc.property(numberText, isStorableNumber));
  for (const number of ['1E126', '1E-131', '0.1E-130', '1'.repeat(39), 'NaN', '', '1.2.3', '0x10', 'Infinity']) {
    expect([number, isStorableNumber(number)]).toEqual([number, false]);
  }
});
