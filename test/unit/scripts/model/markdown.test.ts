import { markdown, markdownDiagram, markdownKeys, markdownPatterns } from '../../../../scripts/support/model/markdown';
import { LIBRARY } from './library';

const [author] = LIBRARY.entities;

test('the keys are a table with a column for each key that one of the entities has', () => {
  expect(markdownKeys(LIBRARY)).toBe(
    [
      '| entity | pk | sk | gsi1pk | gsi1sk | year |',
      '| --- | --- | --- | --- | --- | --- |',
      '| Author | `author#{name}` | `author#` |  |  |  |',
      '| Book | `author#{author}` | `book#{title}` | `title#{title}` | `author#{author}` | `{year}` |',
      '| end | `loan#{number}` | `loan#` |  |  |  |',
    ].join('\n'),
  );
  expect(markdownKeys(LIBRARY, author && [author])).toBe(
    ['| entity | pk | sk |', '| --- | --- | --- |', '| Author | `author#{name}` | `author#` |'].join('\n'),
  );
});

test('each access pattern is named once, beside the first of its requests', () => {
  expect(markdownPatterns(LIBRARY)).toBe(
    [
      '| access pattern | action | entity | index | key condition |',
      '| --- | --- | --- | --- | --- |',
      '| `listBooks`<br>The books of an author. | Query | Book |  | `pk = author#{author} and begins_with(sk, book#)` |',
      '| `lend`<br>Lends a book that there is. | ConditionCheckItem, in a transaction | Book |  | `pk = author#{author} and sk = book#{title}` |',
      '|  | PutItem, in a transaction | end |  | `pk = loan#{number} and sk = loan#` |',
      '| `findBooks`<br>The books of a title. | Query | Book | `gsi1` | `gsi1pk = title#{title}` |',
    ].join('\n'),
  );
});

test('the document has all of the model, and every table in it is one', () => {
  const document = markdown(LIBRARY);

  expect(document.match(/^#+ .*$/gm)).toEqual([
    '# Data model of library',
    '## Keys',
    '## Attributes',
    '## Indexes',
    '## Access patterns',
    '## Diagram',
  ]);
  expect(document).toContain(markdownDiagram(LIBRARY));
  for (const table of document.match(/(^\|.*\n)+/gm) ?? []) {
    const widths = table.trim().split('\n').map(cellsIn);
    expect(new Set(widths).size).toBe(1);
  }
});

test('a bar in a name does not end its cell', () => {
  const named = LIBRARY.entities.map((entity) => ({ ...entity, name: 'a|b', keys: { pk: 'c|{d}', sk: 'e' } }));

  expect(markdownKeys({ ...LIBRARY, indexes: [], entities: named.slice(0, 1) })).toContain(
    '| a\\|b | `c\\|{d}` | `e` |',
  );
});

const cellsIn = (row: string): number => row.split(/(?<!\\)\|/).length;
