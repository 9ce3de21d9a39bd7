import type { Migration } from '../bootstrap/migrator/migration';

/**
 * Index usersByDateOfBirth: the users of a company in the order of an attribute. Items without the attribute are not in
 * it, so that it needs no keys of its own.
 */
export default {
  up: ({ context }) =>
    context.createIndex({
      indexName: 'usersByDateOfBirth',
      partitionKey: { name: 'pk', type: 'S' },
      sortKey: { name: 'dateOfBirth', type: 'S' },
    }),
  down: ({ context }) => context.deleteIndex('usersByDateOfBirth'),
} satisfies Migration;
