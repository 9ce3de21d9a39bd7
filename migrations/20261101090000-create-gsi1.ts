import type { Migration } from '../bootstrap/migrator/migration';

/** Index gsi1: items are found by another attribute than their own keys, e.g. a user by e-mail. */
export default {
  up: ({ context }) =>
    context.createIndex({
      indexName: 'gsi1',
      partitionKey: { name: 'gsi1pk', type: 'S' },
      sortKey: { name: 'gsi1sk', type: 'S' },
    }),
  down: ({ context }) => context.deleteIndex('gsi1'),
} satisfies Migration;
