import { NumberValueImpl as NumberValue } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { sameItem, sameValue, type WireValue } from '../../../bootstrap/bulk/attribute-values';
import { toNative, toNativeItem, toWire, toWireItem } from '../../../bootstrap/bulk/native-values';
import { wireItem, wireValue } from './wire-values';

test('any value comes back as what it was', () => {
  fc.assert(fc.property(wireValue, (value) => sameValue(value, toWire(toNative(value), 'a'))));
});

test('any item comes back as what it was, by way of the JSON that is sent', () => {
  fc.assert(
    fc.property(wireItem, (item) => {
      const parsed = JSON.parse(JSON.stringify(item));
      expect(sameItem(item, JSON.parse(JSON.stringify(toWireItem(toNativeItem(parsed)))))).toBe(true);
    }),
  );
});

test.each<[name: string, wire: WireValue]>([
  ['38 digits', { N: '12345678901234567890123456789012345678' }],
  ['38 digits behind the point', { N: '-0.12345678901234567890123456789012345678' }],
  ['the smallest', { N: '1E-130' }],
  ['the largest', { N: '9.9999999999999999999999999999999999999E+125' }],
  ['beyond 2^53, though exact in JavaScript', { N: '1234567890123456768' }],
  ['a power of ten in few characters', { N: '1E+21' }],
  ['zero', { N: '0' }],
  ['an empty string', { S: '' }],
  ['empty binary', { B: '' }],
  ['an empty list', { L: [] }],
  ['an empty map', { M: {} }],
  ['sets', { M: { a: { SS: ['', 'b'] }, b: { NS: ['1', '9007199254740993'] }, c: { BS: ['', 'AQID'] } } }],
  ['names that objects have', { M: { constructor: { S: 'a' }, hasOwnProperty: { NULL: true } } }],
  ['a map named __proto__', { M: JSON.parse('{"__proto__":{"M":{"S":{"S":"a"}}}}') }],
])('%s', (_, wire) => {
  const back = JSON.stringify(toWire(toNative(wire), 'a'));
  expect(back.toUpperCase()).toBe(JSON.stringify(wire).toUpperCase());
});

test('what JavaScript holds exactly is a number, and what it does not is a NumberValue', () => {
  expect(toNative({ N: '9007199254740991' })).toBe(9007199254740991);
  expect(toNative({ N: '-0.1' })).toBe(-0.1);
  expect(toNative({ N: '0.1234567890123456' })).toBe(0.1234567890123456);
  expect(toNative({ N: '0.00000000000000012' })).toBe(1.2e-16);
  expect(toNative({ N: '9007199254740992' })).toEqual(NumberValue.from('9007199254740992'));
  expect(toNative({ N: '0.12345678901234567890' })).toEqual(NumberValue.from('0.12345678901234567890'));
});

test('a map named __proto__ changes no prototype', () => {
  const native = toNativeItem(JSON.parse('{"__proto__":{"M":{"isAdmin":{"BOOL":true}}}}'));
  expect(Object.keys(native)).toEqual(['__proto__']);
  expect((native as { isAdmin?: boolean }).isAdmin).toBeUndefined();
});

test('bytes that were read may be changed', () => {
  const wire = { B: 'AQID' };
  const bytes = toNative(wire) as Uint8Array;
  bytes[0] = 9;
  expect(bytes.buffer.byteLength).toBe(3);
  expect(toNative(wire)).toEqual(new Uint8Array([1, 2, 3]));
});

test.each<[name: string, value: unknown, wire: WireValue]>([
  ['bigint', 2n ** 64n, { N: '18446744073709551616' }],
  ['minus zero', -0, { N: '0' }],
  ['a small number', 1e-7, { N: '1e-7' }],
  ['a Buffer', Buffer.from([1, 2, 3]), { B: 'AQID' }],
  ['an ArrayBuffer', new Uint8Array([1, 2, 3]).buffer, { B: 'AQID' }],
  ['a part of a buffer', new Uint8Array([0, 1, 2, 3, 0]).subarray(1, 4), { B: 'AQID' }],
  ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { M: { a: { N: '1' } } }],
  ['the same bytes twice in a set', new Set([new Uint8Array([1]), Buffer.from([1])]), { BS: ['AQ=='] }],
  ['the same number twice in a set', new Set([1, 1n, NumberValue.from('1.0'), 2]), { NS: ['1.0', '2'] }],
])('%s is stored', (_, value, wire) => {
  expect(toWire(value, 'a')).toEqual(wire);
});

class Person {
  constructor(readonly name: string) {}
}

test.each<[name: string, value: unknown, path: string]>([
  ['undefined', undefined, 'a'],
  ['undefined in a map', { b: undefined }, 'a.b'],
  ['undefined in a list in a map', { b: [1, undefined] }, 'a.b[1]'],
  ['a gap in a list', Object.assign([1], { 2: 2 }), 'a[1]'],
  ['a function', () => 1, 'a'],
  ['a symbol', Symbol('s'), 'a'],
  ['a Date', { at: new Date(0) }, 'a.at'],
  ['a Map', new Map(), 'a'],
  ["a class's instance", [new Person('Ann')], 'a[0]'],
  ['an empty set', new Set(), 'a'],
  ['a set of several types', new Set(['1', 1]), 'a'],
  ['a set of lists', new Set([[1]]), 'a'],
  ['NaN', Number.NaN, 'a'],
  ['Infinity', -Infinity, 'a'],
  ['an integer whose digits are lost', 2 ** 53, 'a'],
  ['a number too small', 1e-131, 'a'],
  ['a number of 39 digits', 10n ** 38n + 1n, 'a'],
  ['a number too large', NumberValue.from('1E+126'), 'a'],
  ['what is no number', NumberValue.from('many'), 'a'],
  ['a number too small in a set', new Set([1e-200]), 'a{}'],
])('%s is refused, by the path to it', (_, value, path) => {
  expect(() => toWire(value, 'a')).toThrow(
    expect.objectContaining({ code: 'not-storable', message: expect.stringContaining(`Attribute ${path} `) }),
  );
});
