import { name } from '../../../package.json';
import { ACCESS_PATTERNS, ENTITIES } from '../../../table/model';
import { createTable } from '../../../table/table';
import type { Model } from './model';

/** The model as `table/` declares it. */
export function readModel(): Model {
  const indexes = Object.entries(createTable(name).indexes);
  return {
    name,
    // That of every table: bootstrap creates it so.
    primaryKey: { partitionKey: 'pk', sortKey: 'sk' },
    indexes: indexes.map(([index, { partitionKey, sortKey }]) => ({
      name: index,
      partitionKey: partitionKey.name,
      sortKey: sortKey.name,
    })),
    entities: ENTITIES,
    accessPatterns: ACCESS_PATTERNS,
  };
}
