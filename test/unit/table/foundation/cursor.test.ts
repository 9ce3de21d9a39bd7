import fc from 'fast-check';
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

test('every key of the list goes through a cursor as it is', () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(text, (email) => {
      const anyKey = { pk: 'company#Acme', sk: `user#${email}` };
      expect(decodeCursor(encodeCursor(anyKey), shape)).toEqual(anyKey);
    }),
  );
});

test('no text makes anything but a key of the list', () => {
  const anyCursor = fc.oneof(fc.string({ unit: 'binary' }), fc.json().map(toBase64), fc.base64String());
  fc.assert(
    fc.property(anyCursor, (cursor) => {
      expect(() => decodeCursor(cursor, shape)).toThrow(expect.objectContaining({ code: 'invalid-cursor' }));
    }),
  );
});

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64url');
}
