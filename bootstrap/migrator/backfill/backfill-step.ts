import { BootstrapError } from '../../errors';
import type { MigrationContext } from '../migration';
import type { BackfillTotals } from './backfill-totals';
import { type BackfillRun, runBackfill } from './run-backfill';

/** The step `backfill` of one attempt at a migration. */
export function createBackfillStep(
  attempt: BackfillRun,
  onDone: (name: string, totals: BackfillTotals) => void,
): MigrationContext['backfill'] {
  const names = createBackfillNames(attempt.migration);
  return async (options) => {
    const name = names.next(options.name);
    const totals = await runBackfill(attempt, name, options);
    onDone(name, totals);
    return totals;
  };
}

/**
 * Names the backfills of a migration's body as they come: one that has no name has the number of its step.
 *
 * @throws {BootstrapError} `backfill-invalid`, from `next`, where a name comes twice
 */
export function createBackfillNames(migration: string): { next(given: string | undefined): string } {
  const used = new Set<string>();
  return {
    next: (given) => {
      const name = given ?? `backfill-${used.size + 1}`;
      if (!used.has(name)) {
        used.add(name);
        return name;
      }
      throw new BootstrapError(
        'backfill-invalid',
        `Migration ${migration} has two backfills of the name ${name}: the second would be taken for done. Give it another.`,
      );
    },
  };
}
