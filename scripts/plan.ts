import { formatPlan } from '../bootstrap/migrator/plan/format-plan';
import { planMigrations } from '../bootstrap/migrator/plan/plan-migrations';
import type { PlannedMigration } from '../bootstrap/migrator/plan/planned-migration';
import { pendingMigrations } from '../bootstrap/migrator/select';
import { withCheckoutLock } from './support/checkout-lock';
import { EXIT, type ExitStatus, type Invocation, runCommand } from './support/command';
import { loadDeployment, type NamedDeployment } from './support/deployment';
import { checkTable } from './support/lay-table';
import { MIGRATION_FLAGS, migrationRun, waitOf } from './support/migration-run';
import { changesOf, planStacks } from './support/plan-stacks';
import { withProviderAhead } from './support/provider';
import { requireTable } from './support/require-table';
import { synthesise } from './support/synthesise';
import { reach, type Target } from './support/target';

type PlanInvocation = Invocation<'verbose' | keyof typeof MIGRATION_FLAGS>;

void runCommand({
  name: 'plan',
  summary:
    'What deploy would do: bootstrap, migrations and Terraform. Changes nothing; exits 2 where changes are pending.',
  arguments: ['[deployment]'],
  flags: MIGRATION_FLAGS,
  run: (invocation) => withCheckoutLock(invocation, () => planDeployment(invocation)),
});

async function planDeployment(invocation: PlanInvocation): Promise<ExitStatus> {
  const { output } = invocation;
  // What is wrong with it is said before anything is started.
  waitOf(invocation);
  const deployment = loadDeployment(invocation.arguments[0]);
  const target = await reach(deployment, invocation);
  await requireTable(target.client, deployment);
  return withProviderAhead(deployment, target, async (attached) => {
    const bootstrap = await checkTable(deployment, target, invocation, { migrate: false });
    for (const change of bootstrap) output.say(change);
    const migrations = await planPending(deployment, target, invocation);
    const stacks = await synthesise(deployment, invocation);
    const planned = await planStacks(stacks, deployment, await attached(), invocation);
    const pending = bootstrap.length + migrations.length > 0 || planned.some((stack) => stack.pending);
    output.result({ pending, bootstrap, migrations, terraform: changesOf(planned) });
    return pending ? EXIT.changesPending : EXIT.done;
  });
}

/** What the pending migrations of both phases would do. */
async function planPending(
  deployment: NamedDeployment,
  target: Target,
  invocation: PlanInvocation,
): Promise<PlannedMigration[]> {
  const run = migrationRun(deployment, target, invocation);
  const migrations = await pendingMigrations({ ...run, phase: 'all' });
  if (migrations.length === 0) return [];
  const planned = await planMigrations({ ...run, migrations });
  for (const line of formatPlan(planned)) invocation.output.say(line);
  return planned;
}
