import fc from 'fast-check';
import { companyKey, PARTITION_KEY_BYTES, SORT_KEY_BYTES, userEmailKey, userKey } from '../../../table/keys';
import { normaliseEmail, normaliseName } from '../../../table/names';

test('keys have the documented form', () => {
  expect(companyKey('Acme')).toEqual({ pk: 'company#Acme', sk: 'company#' });
  expect(userKey('Acme', 'ada@example.com')).toEqual({ pk: 'company#Acme', sk: 'user#ada@example.com' });
  expect(userEmailKey('Acme', 'ada@example.com')).toEqual({ gsi1pk: 'user#ada@example.com', gsi1sk: 'company#Acme' });
});

test('e-mail addresses that differ in the case of their letters have one key', () => {
  expect(userKey('Acme', 'Ada@Example.COM')).toEqual(userKey('Acme', 'ada@example.com'));
  expect(userEmailKey('Acme', 'Ada@Example.COM')).toEqual(userEmailKey('Acme', 'ada@example.com'));
});

test('a separator in a name is no separator in its key', () => {
  expect(companyKey('C# & Co').pk).toBe('company#C%23 & Co');
  expect(companyKey('C%23 & Co').pk).toBe('company#C%2523 & Co');
});

test('two names never have the same key, whatever characters they are made of', () => {
  const name = fc.string({ unit: fc.constantFrom('#', '%', '2', '3', '5', 'a') });
  fc.assert(
    fc.property(name, name, (one, other) => {
      expect(companyKey(one).pk === companyKey(other).pk).toBe(one === other);
      expect(companyKey(one).pk.split('#')).toHaveLength(2);
    }),
  );
});

test.each([
  ['separators', '#'],
  ['characters of three bytes', '語'],
  ['surrogate pairs', '🏢'],
])('the longest name of %s fits a key', (_kind, character) => {
  const name = normaliseName(character.repeat(200 / character.length));
  expect(Buffer.byteLength(companyKey(name).pk)).toBeLessThanOrEqual(PARTITION_KEY_BYTES);
  expect(Buffer.byteLength(userEmailKey(name, 'a@b.example').gsi1sk)).toBeLessThanOrEqual(SORT_KEY_BYTES);
});

test('the longest e-mail address fits a key', () => {
  const email = normaliseEmail(`${'#'.repeat(64)}@${`${'a'.repeat(61)}.`.repeat(3)}com`);
  expect(email.length).toBe(254);
  expect(Buffer.byteLength(userKey('Acme', email).sk)).toBeLessThanOrEqual(SORT_KEY_BYTES);
});
