import { workbench } from '../../../../scripts/support/model/workbench';
import { LIBRARY } from './library';
import { workbenchProblems } from './workbench-schema';

const NOON = new Date('2026-11-26T12:05:59Z');

test('the file has the form of those that AWS publishes', () => {
  expect(workbenchProblems(workbench(LIBRARY, NOON))).toEqual([]);
});

test('an entity is a facet, with its key templates as the names of its keys and its example as a row', () => {
  const [, book] = workbench(LIBRARY, NOON).DataModel[0]?.TableFacets ?? [];

  expect(book).toEqual({
    FacetName: 'Book',
    KeyAttributeAlias: { PartitionKeyAlias: 'author#{author}', SortKeyAlias: 'book#{title}' },
    NonKeyAttributes: ['gsi1pk', 'gsi1sk', 'author', 'title', 'year', 'pages'],
    TableData: [
      {
        pk: { S: 'author#Ada' },
        sk: { S: 'book#Notes' },
        gsi1pk: { S: 'title#Notes' },
        gsi1sk: { S: 'author#Ada' },
        author: { S: 'Ada' },
        title: { S: 'Notes' },
        year: { S: '1843' },
        pages: { N: '66' },
      },
    ],
    DataAccess: { MySql: {} },
  });
});

test('the indexes are there, and the access patterns in words', () => {
  const { ModelMetadata, DataModel } = workbench(LIBRARY, NOON);

  expect(DataModel[0]?.GlobalSecondaryIndexes.map(({ IndexName }) => IndexName)).toEqual(['gsi1', 'byYear']);
  expect(ModelMetadata.DateCreated).toBe('Nov 26, 2026, 12:05 PM');
  expect(ModelMetadata.Description).toContain('\nlend: Lends a book that there is.\n');
});

describe('the test itself finds', () => {
  const file = workbench(LIBRARY, NOON);
  const [table] = file.DataModel;
  const [facet] = table?.TableFacets ?? [];

  test.each([
    ['a field that there is not', { ...file, Models: [] }, /Unrecognized key.*Models/],
    ['a table without facets and key', { ...file, DataModel: [{ TableName: 'library' }] }, /KeyAttributes: Required/],
    [
      'an index over nothing',
      { ...file, DataModel: [{ ...table, NonKeyAttributes: [] }] },
      /index gsi1: the table has no attribute gsi1pk/,
    ],
    ['rows outside the facets', { ...file, DataModel: [{ ...table, TableData: [] }] }, /rows of its own/],
    [
      'a row without its key',
      { ...file, DataModel: [{ ...table, TableFacets: [{ ...facet, TableData: [{ name: { S: 'Ada' } }] }] }] },
      /facet Author: a row lacks its key/,
    ],
  ])('%s', (_, broken, problem) => {
    expect(workbenchProblems(broken)).toContainEqual(expect.stringMatching(problem));
  });
});
