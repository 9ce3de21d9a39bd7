import type { Migration } from '../../../bootstrap/migrator/migration';

export default {
  up: ({ context: { createIndex } }) =>
    createIndex({
      indexName: 'gsi1',
      partitionKey: { name: 'gsi1pk', type: 'S' },
      sortKey: { name: 'gsi1sk', type: 'S' },
    }),
  down: ({ context: { deleteIndex } }) => deleteIndex('gsi1'),
} satisfies Migration;
