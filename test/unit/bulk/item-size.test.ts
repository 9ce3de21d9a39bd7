import type { WireItem, WireValue } from '../../../bootstrap/bulk/attribute-values';
import { itemSize, MOST_ITEM_BYTES } from '../../../bootstrap/bulk/item-size';

// The rules and the first two examples: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
test.each<[name: string, item: WireItem, bytes: number]>([
  ['an attribute named shirt-color with the value R', { 'shirt-color': { S: 'R' } }, 12],
  ['and one named shirt-size with the value M', { 'shirt-color': { S: 'R' }, 'shirt-size': { S: 'M' } }, 23],
  ['UTF-8 in name and value', { ä: { S: '€' } }, 5],
  ['an empty string', { a: { S: '' } }, 1],
  ['binary, as bytes and not as base64', { a: { B: Buffer.alloc(10).toString('base64') } }, 11],
  ['null', { a: { NULL: true } }, 2],
  ['a boolean', { a: { BOOL: false } }, 2],
  ['an empty list', { a: { L: [] } }, 4],
  ['an empty map', { a: { M: {} } }, 4],
  ['a list, with a byte for each member', { a: { L: [{ S: 'bb' }, { NULL: true }] } }, 1 + 3 + 2 + 2 + 1],
  ['a map, with a byte for each member', { a: { M: { bb: { S: 'ccc' } } } }, 1 + 3 + 1 + 2 + 3],
  ['nested', { a: { L: [{ M: { b: { L: [] } } }] } }, 1 + 3 + 1 + 3 + 1 + 1 + 3],
  ['a set of strings', { a: { SS: ['bb', ''] } }, 3],
  ['a set of numbers', { a: { NS: ['1', '123'] } }, 1 + 2 + 3],
  ['a set of binary', { a: { BS: ['AQID', ''] } }, 4],
  ['a name that objects have', JSON.parse('{"__proto__":{"S":"a"}}'), 10],
])('%s', (_, item, bytes) => {
  expect(itemSize(item)).toBe(bytes);
});

test.each<[number: string, bytes: number]>([
  ['0', 1],
  ['1', 2],
  ['12', 2],
  ['123', 3],
  ['-123', 4],
  ['1000000', 2],
  ['0.00012', 2],
  ['10.01', 3],
  ['1E-130', 2],
  ['12345678901234567890123456789012345678', 20],
])('the number %s: a byte for each two significant digits and one more', (N, bytes) => {
  const value: WireValue = { N };
  expect(itemSize({ a: value })).toBe(1 + bytes);
});

test('DynamoDB stores up to 400 KB', () => {
  expect(MOST_ITEM_BYTES).toBe(409_600);
});
