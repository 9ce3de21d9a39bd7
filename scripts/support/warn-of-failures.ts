import type { PlannedMigration } from '../../bootstrap/migrator/plan/planned-migration';
import type { Output } from './output';

/**
 * Says last, also with `--quiet`, which of the planned migrations would fail: for certain, and not where the plan was not exact
 * any more.
 *
 * @returns whether there are any
 */
export function warnOfFailures(planned: readonly PlannedMigration[], { warn, styles }: Output): boolean {
  const failing = planned.filter(({ error }) => error !== undefined);
  for (const { name } of failing) warn(`${styles.red('✗')} Migration ${name} would fail`);
  return failing.length > 0;
}
