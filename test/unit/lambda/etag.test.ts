import { etagOf, readIfMatch, unlessKnown } from '../../../lambda/api/etag';

test('the tag of a version is read back as that version', () => {
  expect(readIfMatch(etagOf({ version: 12 }))).toBe(12);
  expect(readIfMatch(' "3" ')).toBe(3);
});

test('any version is meant by *', () => {
  expect(readIfMatch('*')).toBeUndefined();
});

test.each(['W/"3"', '"three"', '"0"', '"-1"', '"3.0"', '"03"', '""', '"9999999999999999"'])(
  'the tag %s is of no version that there can be',
  (tag) => {
    expect(readIfMatch(tag)).toBe(0);
  },
);

test.each(['3', '', '"3', '"3" "4"', '"3", "4"', 'w/"3"', '"3",'])('%j is not one entity tag', (header) => {
  expect(() => readIfMatch(header)).toThrow(expect.objectContaining({ code: 'invalid-value' }));
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
