import { backfillMigration } from './backfills';

/** Done twice is one too many. */
export const migrations = [
  backfillMigration({
    segments: 2,
    exactlyOnce: true,
    transform: (item) => ({ ...item, count: Number(item.count) + 1 }),
  }),
];
