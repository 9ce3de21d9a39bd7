import { readEmailPart } from '../../../lambda/api/values';
import { PARTITION_KEY_BYTES, SORT_KEY_BYTES } from '../../../table/foundation/key-limits';
import { companyKeys, companyMemberKeys, userKeys, userMembershipKeys, usernameKeys } from '../../../table/keys';
import { normaliseEmail, normaliseName } from '../../../table/names';

test('keys have the documented form', () => {
  const user = { companyName: 'Acme', email: 'ada@example.com' };
  expect(companyKeys.pk.format({ name: 'Acme' })).toBe('company#Acme');
  expect(companyKeys.sk.format({})).toBe('company#');
  expect(userKeys.pk.format(user)).toBe('company#Acme');
  expect(userKeys.sk.format(user)).toBe('user#ada@example.com');
  expect(userKeys.gsi1pk.format(user)).toBe('user#ada@example.com');
  expect(userKeys.gsi1sk.format(user)).toBe('company#Acme');
});

test('both sides of a membership name the user and the company', () => {
  const membership = { companyName: 'Acme', userCompanyName: 'C# Works', email: 'ada@example.com' };
  expect(companyMemberKeys.sk.format(membership)).toBe('member#C%23 Works#ada@example.com');
  expect(userMembershipKeys.pk.format(membership)).toBe('user#C%23 Works#ada@example.com');
  expect(userMembershipKeys.sk.format(membership)).toBe('company#Acme');
});

test('e-mail addresses and usernames that differ in the case of their letters have one key', () => {
  expect(userKeys.sk.format({ email: 'Ada@Example.COM' })).toBe(userKeys.sk.format({ email: 'ada@example.com' }));
  expect(usernameKeys.pk.format({ username: 'Ada' })).toBe(usernameKeys.pk.format({ username: 'ada' }));
});

test.each([
  ['separators', '#'],
  ['characters of three bytes', '語'],
  ['surrogate pairs', '🏢'],
])('the longest name of %s fits a key', (_kind, character) => {
  const name = normaliseName(character.repeat(200));
  const email = longestEmail();
  expect(Buffer.byteLength(companyKeys.pk.format({ name }))).toBeLessThanOrEqual(PARTITION_KEY_BYTES);
  expect(Buffer.byteLength(userKeys.gsi1sk.format({ companyName: name }))).toBeLessThanOrEqual(SORT_KEY_BYTES);
  const membership = { userCompanyName: name, email };
  expect(Buffer.byteLength(userMembershipKeys.pk.format(membership))).toBeLessThanOrEqual(PARTITION_KEY_BYTES);
});

test('a membership whose key DynamoDB would refuse is refused, with how long it is', () => {
  const userCompanyName = normaliseName('🏢'.repeat(200));
  const email = (characters: number) => `${'a'.repeat(characters - '@b.example'.length)}@b.example`;
  const longest = companyMemberKeys.sk.format({ userCompanyName, email: email(216) });
  expect(Buffer.byteLength(longest)).toBe(SORT_KEY_BYTES);
  expect(() => companyMemberKeys.sk.format({ userCompanyName, email: email(217) })).toThrow(
    expect.objectContaining({ code: 'key-too-long', message: expect.stringContaining('has 1025 bytes') }),
  );
});

test('the longest e-mail address fits a key', () => {
  const email = longestEmail();
  expect(email.length).toBe(254);
  expect(Buffer.byteLength(userKeys.sk.format({ email }))).toBeLessThanOrEqual(SORT_KEY_BYTES);
});

test.each(['#', '😀', 'İ'])(
  'the longest beginning of an e-mail address that can be asked for, of %s, fits a key',
  (character) => {
    const email = readEmailPart(character.repeat(254));
    expect(Buffer.byteLength(userKeys.sk.prefix({ email }))).toBeLessThanOrEqual(SORT_KEY_BYTES);
  },
);

const longestEmail = () => normaliseEmail(`${'#'.repeat(64)}@${`${'a'.repeat(61)}.`.repeat(3)}com`);
