import { migrate } from '../bootstrap/migrator/migrate';
import { type Outputs, readOutputs } from '../stacks/terraform/outputs';
import { apply } from '../stacks/terraform/plan';
import { withCheckoutLock } from './support/checkout-lock';
import { EXIT, type ExitStatus, type Invocation, runCommand } from './support/command';
import { confirm, requireAnswer } from './support/confirm';
import { loadDeployment, type NamedDeployment } from './support/deployment';
import { layTable } from './support/lay-table';
import { MIGRATION_FLAGS, migrationRun, waitOf } from './support/migration-run';
import type { Output } from './support/output';
import { changesOf, type PlannedStack, planStacks } from './support/plan-stacks';
import { withProviderAhead } from './support/provider';
import { showOutputs, valuesOf } from './support/show-outputs';
import { synthesise } from './support/synthesise';
import { reach, type Target } from './support/target';

type DeployInvocation = Invocation<'yes' | 'verbose' | keyof typeof MIGRATION_FLAGS>;

void runCommand({
  name: 'deploy',
  summary: 'The whole way: bootstrap and migrations, then Terraform, which shows its plan and asks. local never asks.',
  arguments: ['[deployment]'],
  flags: {
    yes: { type: 'boolean', description: 'answers yes where it would ask' },
    ...MIGRATION_FLAGS,
  },
  run: (invocation) => withCheckoutLock(invocation, () => deploy(invocation)),
});

async function deploy(invocation: DeployInvocation): Promise<ExitStatus> {
  const { output } = invocation;
  // What is wrong with it is said before anything is started.
  waitOf(invocation);
  const deployment = loadDeployment(invocation.arguments[0]);
  const target = await reach(deployment, invocation);
  if (target.identity) output.say(`Account ${target.identity.account}, as ${target.identity.arn}`);
  // Asked for now, and not when the table is laid and migrated: it would be half a deployment.
  if (asks(deployment)) requireAnswer(questionFor(deployment), invocation);
  return withProviderAhead(deployment, target, async (attached) => {
    const bootstrap = await layTable(deployment, target, invocation);
    const stacks = await synthesise(deployment, invocation);
    const planned = await planStacks(stacks, deployment, await attached(), invocation);
    if (!(await isWanted(planned, deployment, invocation))) {
      output.say('Nothing was applied.');
      return EXIT.failed;
    }
    await applyAll(planned, output);
    const contracted = await contract(deployment, target, invocation);
    const outputs = await allOutputs(planned, deployment);
    showOutputs(outputs, output);
    output.result({ bootstrap, terraform: changesOf(planned), contracted, outputs: valuesOf(outputs) });
    return EXIT.done;
  });
}

const asks = ({ deploymentName }: NamedDeployment): boolean => deploymentName !== 'local';

const questionFor = ({ deploymentName }: NamedDeployment): string => `Apply this to ${deploymentName}?`;

async function isWanted(
  planned: readonly PlannedStack[],
  deployment: NamedDeployment,
  invocation: DeployInvocation,
): Promise<boolean> {
  if (!asks(deployment) || !planned.some(({ pending }) => pending)) return true;
  return confirm(questionFor(deployment), invocation);
}

async function applyAll(planned: readonly PlannedStack[], output: Output): Promise<void> {
  for (const { pending, workspace } of planned) {
    if (pending) await output.during('terraform apply', () => apply(workspace));
  }
}

/** What the former code needed can go once the new code is live. */
function contract(deployment: NamedDeployment, target: Target, invocation: DeployInvocation): Promise<string[]> {
  return migrate({ ...migrationRun(deployment, target, invocation), phase: 'contract' });
}

async function allOutputs(planned: readonly PlannedStack[], deployment: NamedDeployment): Promise<Outputs> {
  const each = await Promise.all(planned.map(({ workspace }) => readOutputs(workspace, deployment)));
  return Object.assign({}, ...each);
}
