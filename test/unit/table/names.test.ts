import { normaliseDate, normaliseEmail, normaliseName, normaliseUsername } from '../../../table/names';

test('a name is trimmed', () => {
  expect(normaliseName('  Acme  Works\n')).toBe('Acme  Works');
});

test('a name that looks the same is the same', () => {
  expect(normaliseName('Cafe\u0301')).toBe(normaliseName('Caf\u00e9'));
});

test.each(['a', '語', '😀'])(
  'a name has at most 200 characters like %s, as people and JSON Schema count',
  (character) => {
    const longest = character.repeat(200);
    expect(normaliseName(longest)).toBe(longest);
    expect(() => normaliseName(longest + character)).toThrow(/ has 201 characters\. Give one of 1 to 200/);
  },
);

test('a message shows the beginning of a long name in whole characters', () => {
  expect(() => normaliseName(`x${'😀'.repeat(200)}`)).toThrow(`The name "x${'😀'.repeat(59)}…" has`);
});

test.each([
  ['empty', ' '],
  ['with a null character', 'a\0b'],
  ['of two lines', 'a\nb'],
  ['with half of a surrogate pair', 'a\ud83d'],
])('a name %s is refused', (_kind, name) => {
  expect(() => normaliseName(name)).toThrow(expect.objectContaining({ name: 'TableError', code: 'invalid-name' }));
});

test('an e-mail address is trimmed and keeps the case of its letters', () => {
  expect(normaliseEmail(' Ada.Lovelace+news@Example.com ')).toBe('Ada.Lovelace+news@Example.com');
});

test.each([
  'ada',
  'ada@',
  '@example.com',
  'ada@lovelace@example.com',
  'ada lovelace@example.com',
  'ada@example..com',
  'ada@-example.com',
  `${'a'.repeat(65)}@example.com`,
  `ada@${'a.'.repeat(126)}com`,
])('%j is no e-mail address', (email) => {
  expect(() => normaliseEmail(email)).toThrow(expect.objectContaining({ name: 'TableError', code: 'invalid-email' }));
});

test.each(['ada', 'A', 'Ada.Lovelace', 'a_b-c.d', 'a'.repeat(40)])('%j is a username', (username) => {
  expect(normaliseUsername(` ${username} `)).toBe(username);
});

test.each(['', '.', '..', '-ada', 'ada.', 'a b', 'a#b', 'a/b', 'ädä', 'a'.repeat(41)])(
  '%j is no username',
  (username) => {
    expect(() => normaliseUsername(username)).toThrow(expect.objectContaining({ code: 'invalid-username' }));
  },
);

test.each(['1815-12-10', '2024-02-29', '0000-01-01', '9999-12-31'])('%j is a date', (date) => {
  expect(normaliseDate(` ${date}`)).toBe(date);
});

test.each(['', '1815', '1815-12-10T00:00:00Z', '10.12.1815', '1815-13-01', '1815-02-29', '2023-02-30', '1815-12-00'])(
  '%j is no date',
  (date) => {
    expect(() => normaliseDate(date)).toThrow(expect.objectContaining({ code: 'invalid-date' }));
  },
);
