import { writeItems } from '../../../bootstrap/bulk/write-items';
import type { Migration } from '../../../bootstrap/migrator/migration';
import { allCities } from '../cities';

export default {
  up: ({ context: { client, tableName, signal } }) => writeItems(client, tableName, allCities(), { signal }),
} satisfies Migration;
