import type { Model } from '../../../../scripts/support/model/model';

/** A small made-up model: authors with their books, a loan that expires, and a guard of a book's number. */
export const LIBRARY: Model = {
  name: 'library',
  primaryKey: { partitionKey: 'pk', sortKey: 'sk' },
  indexes: [
    { name: 'gsi1', partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    { name: 'byYear', partitionKey: 'pk', sortKey: 'year' },
  ],
  entities: [
    {
      name: 'Author',
      keys: { pk: 'author#{name}', sk: 'author#' },
      attributes: [{ name: 'name', type: 'string', required: true }],
      example: { pk: 'author#Ada', sk: 'author#', name: 'Ada' },
    },
    {
      name: 'Book',
      keys: { pk: 'author#{author}', sk: 'book#{title}', gsi1pk: 'title#{title}', gsi1sk: 'author#{author}' },
      attributes: [
        { name: 'author', type: 'string', required: true },
        { name: 'title', type: 'string', required: true },
        { name: 'year', type: 'string', required: false },
        { name: 'pages', type: 'number', required: true },
      ],
      example: {
        pk: 'author#Ada',
        sk: 'book#Notes',
        gsi1pk: 'title#Notes',
        gsi1sk: 'author#Ada',
        author: 'Ada',
        title: 'Notes',
        year: '1843',
        pages: 66,
      },
    },
    {
      name: 'end',
      keys: { pk: 'loan#{number}', sk: 'loan#' },
      attributes: [
        { name: 'number', type: 'string', required: true },
        { name: 'dueAt', type: 'number', required: true },
      ],
      timeToLive: 'dueAt',
      example: { pk: 'loan#7', sk: 'loan#', number: '7', dueAt: 4_102_444_800 },
    },
  ],
  accessPatterns: [
    {
      name: 'listBooks',
      summary: 'The books of an author.',
      requests: [{ action: 'Query', entity: 'Book', key: 'pk = author#{author} and begins_with(sk, book#)' }],
    },
    {
      name: 'lend',
      summary: 'Lends a book that there is.',
      requests: [
        {
          action: 'ConditionCheckItem',
          entity: 'Book',
          key: 'pk = author#{author} and sk = book#{title}',
          transaction: true,
        },
        { action: 'PutItem', entity: 'end', key: 'pk = loan#{number} and sk = loan#', transaction: true },
      ],
    },
    {
      name: 'findBooks',
      summary: 'The books of a title.',
      requests: [{ action: 'Query', entity: 'Book', index: 'gsi1', key: 'gsi1pk = title#{title}' }],
    },
  ],
};
