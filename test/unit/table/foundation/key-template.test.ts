import fc from 'fast-check';
import { keyTemplate } from '../../../../table/foundation/key-template';

const member = keyTemplate('member#{companyName}#{email}', { email: (email) => email.toLowerCase() });

test('a key is its template with the values in it', () => {
  expect(member.format({ companyName: 'Acme', email: 'Ada@Example.com' })).toBe('member#Acme#ada@example.com');
  expect(keyTemplate('company#').format({})).toBe('company#');
});

test('a template tells its text and its parts', () => {
  expect(member).toMatchObject({ template: 'member#{companyName}#{email}', parts: ['companyName', 'email'] });
});

test('a separator in a value is no separator in the key', () => {
  expect(member.format({ companyName: 'C# & 50%', email: 'a#b@example.com' })).toBe(
    'member#C%23 & 50%25#a%23b@example.com',
  );
});

test.each([
  ['missing', undefined],
  ['empty', ''],
  ['no text', 1],
])('a key with a part that is %s is refused', (_kind, email) => {
  const values = { companyName: 'Acme', email } as { companyName: string; email: string };
  expect(() => member.format(values)).toThrow(
    expect.objectContaining({
      name: 'TableError',
      code: 'incomplete-key',
      message: expect.stringContaining("member#{companyName}#{email} can't be made without email"),
    }),
  );
});

test('a key that is too long is refused, counted in bytes as it is written', () => {
  const companyName = '#'.repeat(300);
  expect(member.format({ companyName, email: 'x'.repeat(116) })).toHaveLength(1024);
  expect(() => member.format({ companyName, email: 'x'.repeat(117) })).toThrow(
    expect.objectContaining({
      code: 'key-too-long',
      message: expect.stringContaining('member#{companyName}#{email} has 1025 bytes'),
    }),
  );
  expect(keyTemplate('user#{name}', {}, 2048).format({ name: 'é'.repeat(1000) })).toHaveLength(1005);
});

test('a prefix ends before the first part that is not given', () => {
  expect(member.prefix()).toBe('member#');
  expect(member.prefix({ companyName: 'Acme' })).toBe('member#Acme#');
  expect(member.prefix({ companyName: 'Acme', email: 'AD' })).toBe('member#Acme#ad');
  expect(member.prefix({ email: 'ad' })).toBe('member#');
});

test.each([
  ['member#Acme#ada@example.com', true],
  ['member#Acme', false],
  ['member##ada@example.com', false],
  ['member#Acme#ada#lovelace', false],
  ['user#Acme#ada@example.com', false],
  ['member#Acme#ada\n@example.com', true],
])('whether %j could be such a key: %p', (text, fits) => {
  expect(member.fits(text)).toBe(fits);
});

test.each(['member-count#', 'a.b#', '(a|b)#'])('%s stands for itself', (text) => {
  expect(keyTemplate(text).fits(text)).toBe(true);
  expect(keyTemplate(text).fits(text.toUpperCase())).toBe(false);
  expect(keyTemplate('a.b#{part}').fits('acb#1')).toBe(false);
});

const value = fc.string({ unit: fc.constantFrom('#', '%', '2', '3', '5', 'a'), minLength: 1 });
const anyKey = fc.record({ one: value, other: value });
const template = keyTemplate('a#{one}#{other}');

test('two different items never have the same key, whatever characters their values are made of', () => {
  fc.assert(
    fc.property(anyKey, anyKey, (first, second) => {
      const isSame = first.one === second.one && first.other === second.other;
      expect(template.format(first) === template.format(second)).toBe(isSame);
    }),
  );
});

test('every key fits its template and begins with each of its prefixes', () => {
  fc.assert(
    fc.property(fc.record({ one: anyText(), other: anyText() }), fc.nat(), ({ one, other }, length) => {
      const key = template.format({ one, other });
      expect(template.fits(key)).toBe(true);
      const characters = [...other];
      const beginning = characters.slice(0, length % (characters.length + 1)).join('');
      for (const prefix of [template.prefix(), template.prefix({ one }), template.prefix({ one, other: beginning })]) {
        expect(key.startsWith(prefix)).toBe(true);
      }
    }),
  );
});

function anyText() {
  return fc.string({ unit: 'binary', minLength: 1 });
}
