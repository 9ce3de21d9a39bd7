import { decodeCursor, encodeCursor } from '../../../../table/foundation/cursor';

const shape = { pk: (value: string) => value === 'company#Acme', sk: (value: string) => value.startsWith('user#') };
const key = { pk: 'company#Acme', sk: 'user#ada@example.com' };

test('a cursor gives back the key that it was made of', () => {
  expect(decodeCursor(encodeCursor(key), shape)).toEqual(key);
});

test('a cursor can be a part of a query string as it is', () => {
  const cursor = encodeCursor({ pk: 'company#Ünï?&+/', sk: 'user#>>>???' });
  expect(encodeURIComponent(cursor)).toBe(cursor);
});

test.each([
  ['empty', ''],
  ['not base64', '***'],
  ['not JSON', Buffer.from('{"pk":').toString('base64url')],
  ['no object', Buffer.from('["company#Acme","user#a"]').toString('base64url')],
  ['null', Buffer.from('null').toString('base64url')],
  ['of another partition', encodeCursor({ ...key, pk: 'company#Other' })],
  ['of another kind of item', encodeCursor({ ...key, sk: 'company#' })],
  ['without the sort key', encodeCursor({ pk: key.pk })],
  ['with one attribute more', encodeCursor({ ...key, gsi1pk: 'user#ada@example.com' })],
  ['with a number for a key', encodeCursor({ ...key, sk: 1 })],
  ['with an inherited name for a key', encodeCursor({ pk: key.pk, toString: 'user#a' })],
  ['far too long', encodeCursor({ ...key, sk: `user#${'a'.repeat(100_000)}` })],
])('a cursor that is %s is refused', (_kind, cursor) => {
  expect(() => decodeCursor(cursor, shape)).toThrow(expect.objectContaining({ code: 'invalid-cursor' }));
});
