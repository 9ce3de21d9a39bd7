import { bringUpToDate } from '../../../../scripts/support/model/document';
import { markdownDiagram, markdownKeys, markdownPatterns } from '../../../../scripts/support/model/markdown';
import { LIBRARY } from './library';

const [author] = LIBRARY.entities;
const [, lend] = LIBRARY.accessPatterns;

test('what stands between the comments is replaced, and nothing else', () => {
  const document = [
    '# Ours',
    '<!-- model: keys -->\nold\n<!-- /model -->',
    'Text.',
    '<!-- model: keys Author -->\n<!-- /model -->',
    '<!-- model: patterns lend -->\nold\n\nolder\n<!-- /model -->',
    '<!-- model: diagram -->\n<!-- /model -->',
    'End.',
  ].join('\n\n');

  expect(bringUpToDate(document, LIBRARY)).toBe(
    [
      '# Ours',
      `<!-- model: keys -->\n\n${markdownKeys(LIBRARY)}\n\n<!-- /model -->`,
      'Text.',
      `<!-- model: keys Author -->\n\n${markdownKeys(LIBRARY, author && [author])}\n\n<!-- /model -->`,
      `<!-- model: patterns lend -->\n\n${markdownPatterns(LIBRARY, lend && [lend])}\n\n<!-- /model -->`,
      `<!-- model: diagram -->\n\n${markdownDiagram(LIBRARY)}\n\n<!-- /model -->`,
      'End.',
    ].join('\n\n'),
  );
});

test('a document that is up to date stays as it is', () => {
  const document = bringUpToDate(
    '<!-- model: attributes -->\n<!-- /model -->\n<!-- model: indexes -->\n<!-- /model -->\n',
    LIBRARY,
  );

  expect(bringUpToDate(document, LIBRARY)).toBe(document);
});

describe('it is an error to ask for', () => {
  test.each([
    [
      'a part that there is not',
      'tables',
      'unknown-model-part',
      /"tables".*keys, attributes, indexes, patterns, diagram/,
    ],
    ['an entity that there is not', 'keys Author Reader', 'unknown-entity', /"Reader".*Author, Book, end/],
    [
      'an access pattern that there is not',
      'patterns steal',
      'unknown-access-pattern',
      /"steal".*listBooks, lend, findBooks/,
    ],
  ])('%s', (_, what, code, message) => {
    const bring = () => bringUpToDate(`<!-- model: ${what} -->\n<!-- /model -->`, LIBRARY);

    expect(bring).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });
});

describe('comments that do not go together are an error:', () => {
  test.each([
    ['none closes the last', '<!-- model: keys -->\n', /<!-- model: keys --> is not closed/],
    [
      'none closes the first',
      '<!-- model: keys -->\nText.\n<!-- model: diagram -->\n<!-- /model -->',
      /is not closed before/,
    ],
    ['one closes nothing', 'Text.\n<!-- /model -->', /closes nothing/],
  ])('%s', (_, document, message) => {
    expect(() => bringUpToDate(document, LIBRARY)).toThrow(
      expect.objectContaining({ code: 'unclosed-model-part', message: expect.stringMatching(message) }),
    );
  });
});
