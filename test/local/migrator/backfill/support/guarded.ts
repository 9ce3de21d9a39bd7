import { backfillMigration } from './backfills';

/** A counter that is guarded by what it leaves behind. */
export const migrations = [
  backfillMigration({
    segments: 2,
    match: { where: (item) => item.isCounted === undefined },
    transform: (item) => ({ ...item, count: Number(item.count) + 1, isCounted: true }),
  }),
];
