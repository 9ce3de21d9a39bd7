import { backfillMigration } from './backfills';

/** Idempotent: done twice is done once. */
export const migrations = [
  backfillMigration({ segments: 2, transform: (item) => ({ ...item, mark: `mark of ${item.pk}` }) }),
];
