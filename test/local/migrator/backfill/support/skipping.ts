import { backfillMigration } from './backfills';

/** A counter that can't count what is poisoned, and goes past it. */
export const migrations = [
  backfillMigration({
    segments: 1,
    exactlyOnce: true,
    onError: 'skip',
    transform: (item) => {
      if (item.state === 'poisoned') throw new Error('It is poisoned.');
      return { ...item, count: Number(item.count) + 1 };
    },
  }),
];
