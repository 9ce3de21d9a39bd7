import { pendingMigrations } from '../../bootstrap/migrator/select';
import type { NamedDeployment } from './deployment';
import { ScriptsError } from './errors';
import { checkTable } from './lay-table';
import { type MigrationInvocation, migrationRun } from './migration-run';
import type { Target } from './target';

/**
 * The state bucket and the table are as declared, and no migration of either phase is pending: code may go ahead alone.
 *
 * @throws {ScriptsError} `bootstrap-pending`
 */
export async function requireNothingPending(
  deployment: NamedDeployment,
  target: Target,
  invocation: MigrationInvocation,
): Promise<void> {
  const changes = await checkTable(deployment, target, invocation, { migrate: false });
  // Without a table there is no ledger either, and the table's creation is among the changes.
  const isThere = !changes.some((change) => change.startsWith('create table'));
  const run = migrationRun(deployment, target, invocation);
  const pending = isThere ? await pendingMigrations({ ...run, phase: 'all' }) : [];
  const all = [...changes, ...pending.map(({ name }) => `apply migration ${name}`)];
  if (all.length === 0) return;
  throw new ScriptsError(
    'bootstrap-pending',
    `--only-code deploys code alone, and more is pending:\n  ${all.join('\n  ')}\nNothing was changed. Run yarn deploy ` +
      `${deployment.deploymentName} without it.`,
  );
}
