import { formatPlan } from '../bootstrap/migrator/plan/format-plan';
import { planMigrations } from '../bootstrap/migrator/plan/plan-migrations';
import type { PlannedMigration } from '../bootstrap/migrator/plan/planned-migration';
import { pendingMigrations } from '../bootstrap/migrator/select';
import { terraformVersion } from '../stacks/terraform/version';
import { withCheckoutLock } from './support/checkout-lock';
import { EXIT, type ExitStatus, type Invocation, runCommand } from './support/command';
import { loadDeployment, type NamedDeployment } from './support/deployment';
import { ScriptsError } from './support/errors';
import { checkTable } from './support/lay-table';
import { MIGRATION_FLAGS, migrationRun, migrationsOf, waitOf } from './support/migration-run';
import { changesOf, type PlannedStack, planStacks } from './support/plan-stacks';
import { withProviderAhead } from './support/provider';
import { requireTable } from './support/require-table';
import { originOf, type PlanOrigin } from './support/saved-plan/origin';
import { requirePlaceFor, savePlan } from './support/saved-plan/saved-plan';
import { saySurroundings } from './support/say-surroundings';
import { synthesise } from './support/synthesise';
import { reach, type Target } from './support/target';
import { warnOfFailures } from './support/warn-of-failures';

type PlanInvocation = Invocation<'verbose' | 'out' | keyof typeof MIGRATION_FLAGS>;

void runCommand({
  name: 'plan',
  summary: [
    'What deploy would do: bootstrap, migrations and Terraform. Changes nothing; exits 2 where changes are pending, 1 where',
    'a migration would fail.',
  ].join('\n'),
  arguments: ['[deployment]'],
  flags: {
    out: {
      type: 'string',
      value: 'FILE',
      isPath: true,
      description: 'keeps the plan in FILE, for yarn deploy --plan FILE',
    },
    ...MIGRATION_FLAGS,
  },
  run: (invocation) => withCheckoutLock(invocation, () => planDeployment(invocation)),
});

async function planDeployment(invocation: PlanInvocation): Promise<ExitStatus> {
  const { output } = invocation;
  // What is wrong with it is said before anything is started.
  waitOf(invocation);
  if (invocation.flags.out !== undefined) requirePlaceFor(invocation.flags.out);
  const deployment = loadDeployment(invocation.arguments[0]);
  const version = terraformVersion();
  const target = await reach(deployment, invocation);
  const surroundings = await saySurroundings(target, output, version);
  await requireTable(target.client, deployment);
  return withProviderAhead(deployment, target, async (attached) => {
    const bootstrap = await checkTable(deployment, target, invocation, { migrate: false });
    for (const change of bootstrap) output.say(change);
    if (invocation.flags.out !== undefined) requireStream(bootstrap, deployment);
    const migrations = await planPending(deployment, target, invocation);
    const stacks = await synthesise(deployment, invocation);
    const planned = await planStacks(stacks, deployment, await attached(), invocation);
    const pending = bootstrap.length + migrations.length > 0 || planned.some((stack) => stack.pending);
    keep(planned, originOf(deployment, target, stacks, migrationsOf(invocation)), invocation);
    output.result({
      deployment: deployment.deploymentName,
      ...surroundings,
      pending,
      bootstrap,
      migrations,
      terraform: changesOf(planned),
    });
    if (warnOfFailures(migrations, output)) return EXIT.failed;
    return pending ? EXIT.changesPending : EXIT.done;
  });
}

/** A plan has the ARN of the table's stream in it: one that is made before that stream is would be out of date at once. */
function requireStream(bootstrap: readonly string[], { deploymentName }: NamedDeployment): void {
  if (!bootstrap.some((change) => change.startsWith('stream:'))) return;
  throw new ScriptsError(
    'stream-pending',
    `The table's stream is not as declared yet, and the plan would need it. Run yarn bootstrap ${deploymentName} first.`,
  );
}

function keep(planned: readonly PlannedStack[], origin: PlanOrigin, { flags: { out }, output }: PlanInvocation): void {
  if (out === undefined) return;
  savePlan(out, origin, planned);
  output.say(`The plan is in ${out}. Apply it with yarn deploy ${origin.deployment} --plan ${out}.`);
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
