import { withCheckoutLock } from './support/checkout-lock';
import { EXIT, type ExitStatus, type Invocation, runCommand } from './support/command';
import { loadDeployment } from './support/deployment';
import { checkTable } from './support/lay-table';
import { MIGRATION_FLAGS } from './support/migration-run';
import { changesOf, planStacks } from './support/plan-stacks';
import { withProviderAhead } from './support/provider';
import { requireTable } from './support/require-table';
import { synthesise } from './support/synthesise';
import { reach } from './support/target';

void runCommand({
  name: 'plan',
  summary:
    'What deploy would do: bootstrap, migrations and Terraform. Changes nothing; exits 2 where changes are pending.',
  arguments: ['[deployment]'],
  flags: MIGRATION_FLAGS,
  run: (invocation) => withCheckoutLock(invocation, () => planDeployment(invocation)),
});

async function planDeployment(invocation: Invocation<'verbose' | keyof typeof MIGRATION_FLAGS>): Promise<ExitStatus> {
  const { output } = invocation;
  const deployment = loadDeployment(invocation.arguments[0]);
  const target = await reach(deployment, invocation);
  await requireTable(target.client, deployment);
  return withProviderAhead(deployment, target, async (attached) => {
    const bootstrap = await checkTable(deployment, target, invocation);
    for (const change of bootstrap) output.say(`Bootstrap would ${change}.`);
    const stacks = await synthesise(deployment, invocation);
    const planned = await planStacks(stacks, deployment, await attached(), invocation);
    const pending = bootstrap.length > 0 || planned.some((stack) => stack.pending);
    output.result({ pending, bootstrap, terraform: changesOf(planned) });
    return pending ? EXIT.changesPending : EXIT.done;
  });
}
