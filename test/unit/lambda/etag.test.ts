import { etagOf, readIfMatch, unlessKnown, versionOf } from '../../../lambda/api/etag';

test('the tag of a version is read back as that version', () => {
  const tag = etagOf({ version: 12 });
  expect(readIfMatch(` ${tag} `)).toBe(tag);
  expect(versionOf(tag)).toBe(12);
});

test('any version is meant by *', () => {
  expect(readIfMatch('*')).toBeUndefined();
});

test.each(['"three"', '"0"', '"-1"', '"3.0"', '"03"', '""', '"9999999999999999"'])(
  'a change of the tag %s is refused as one of no version that there can be',
  (tag) => {
    expect(readIfMatch(tag)).toBe(tag);
    expect(() => versionOf(tag)).toThrow(
      expect.objectContaining({
        code: 'version-mismatch',
        message: `If-Match names ${tag}, which is the tag of no version. Send the ETag as it was read, like "3".`,
      }),
    );
  },
);

test('a change of a weak tag is refused with what If-Match needs', () => {
  expect(readIfMatch('W/"3"')).toBe('W/"3"');
  expect(() => versionOf('W/"3"')).toThrow(
    'If-Match names W/"3", a weak tag, and needs a strong one: a weak one never matches (RFC 9110, 13.1.1). Send the ETag',
  );
});

test.each([
  ['3', '3 is not one entity tag.'],
  ['', 'It is empty.'],
  [' ', 'It is empty.'],
  ['"3', '"3 is not one entity tag.'],
  ['"3" "4"', '"3" "4" is not one entity tag.'],
  ['"3", "4"', '"3", "4" is not one entity tag.'],
  ['w/"3"', 'w/"3" is not one entity tag.'],
  ['"3",', '"3", is not one entity tag.'],
])('%j is refused: %s', (header, fault) => {
  expect(() => readIfMatch(header)).toThrow(
    expect.objectContaining({ code: 'invalid-value', message: `${fault} Give the ETag as it was read, like "3".` }),
  );
});

describe('a representation that the caller knows is not sent again', () => {
  const answer = { statusCode: 200, headers: { etag: '"3"', 'content-type': 'application/json' }, body: '{}' };

  test.each(['"3"', 'W/"3"', '"2", "3"', '"2",W/"3"', '*', '"a,b", "3"'])('If-None-Match: %s', (header) => {
    expect(unlessKnown(answer, header)).toEqual({ statusCode: 304, headers: { etag: '"3"' } });
  });

  test.each(['"4"', '3', '', '"2" "3"', '"a", "3', '"\\"3"'])('it is sent with If-None-Match: %s', (header) => {
    expect(unlessKnown(answer, header)).toBe(answer);
  });

  test('it is sent without a header', () => {
    expect(unlessKnown(answer, undefined)).toBe(answer);
  });

  test('what has no tag is sent', () => {
    const untagged = { statusCode: 200, headers: {}, body: '{}' };
    expect(unlessKnown(untagged, '*')).toBe(untagged);
  });
});
