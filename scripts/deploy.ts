import { migrate } from '../bootstrap/migrator/migrate';
import { pendingMigrations } from '../bootstrap/migrator/select';
import type { SynthesisedStack } from '../stacks/stack';
import { type Outputs, readOutputs } from '../stacks/terraform/outputs';
import { terraformVersion } from '../stacks/terraform/version';
import { applyStacks } from './support/apply-stacks';
import { applyWanted } from './support/apply-wanted';
import { withCheckoutLock } from './support/checkout-lock';
import { EXIT, type ExitStatus, type Invocation, runCommand } from './support/command';
import { confirm, declined, requireAnswer, typedName } from './support/confirm';
import { deployRef } from './support/deploy-ref';
import { DEPLOY_FLAGS, requireCompatibleFlags, wordsWithoutRef } from './support/deploy-usage';
import { loadDeployment, type NamedDeployment } from './support/deployment';
import { type LaidTable, layTable } from './support/lay-table';
import { migrationRun, migrationsOf, waitOf } from './support/migration-run';
import { writeOutputs } from './support/outputs-file';
import { changesOf, type PlannedStack, planStacks } from './support/plan-stacks';
import { withProviderAhead } from './support/provider';
import { requireNothingPending } from './support/require-nothing-pending';
import { originOf, requireSameOrigin } from './support/saved-plan/origin';
import { planStale } from './support/saved-plan/plan-stale';
import { requireSameStream } from './support/saved-plan/same-stream';
import { readPlan, type SavedPlan } from './support/saved-plan/saved-plan';
import { saySurroundings } from './support/say-surroundings';
import { showOutputs, valuesOf } from './support/show-outputs';
import { sayPlanningAgain } from './support/stale-plan';
import { synthesise, synthesiseBeside } from './support/synthesise';
import { takeSavedPlans } from './support/take-saved-plans';
import { reach, type Target } from './support/target';

type DeployInvocation = Invocation<keyof typeof DEPLOY_FLAGS | 'verbose'>;

void runCommand({
  name: 'deploy',
  summary: 'The whole way: bootstrap and migrations, then Terraform, which shows its plan and asks. local never asks.',
  arguments: ['[deployment]'],
  flags: DEPLOY_FLAGS,
  run: (invocation) => {
    // What is wrong with it is said before anything is started.
    waitOf(invocation);
    requireCompatibleFlags(invocation);
    const { ref } = invocation.flags;
    if (ref === undefined) return withCheckoutLock(invocation, () => deploy(invocation));
    return deployRef(ref, loadDeployment(invocation.arguments[0]), wordsWithoutRef(invocation), invocation);
  },
});

async function deploy(invocation: DeployInvocation): Promise<ExitStatus> {
  const { output, flags } = invocation;
  const saved = flags.plan === undefined ? undefined : readPlan(flags.plan);
  const deployment = loadDeployment(invocation.arguments[0]);
  const version = terraformVersion();
  const target = await reach(deployment, invocation);
  const surroundings = await saySurroundings(target, output, version);
  // Asked for now, and not when the table is laid and migrated: it would be half a deployment.
  if (asks(deployment)) requireAnswer(questionFor(deployment), invocation);
  return withProviderAhead(deployment, target, async (attached) => {
    const stacks = saved && (await stacksOfPlan(saved, deployment, target, invocation));
    const laying = layOrCheck(deployment, target, invocation);
    // Neither needs the other: the stacks name the table, and Terraform looks it up.
    const [bootstrap, made] = stacks ? [await laying, stacks] : await synthesiseBeside(laying, deployment, invocation);
    if (saved) requireSameStream(bootstrap, deployment);
    const planned = saved
      ? await takeSavedPlans(flags.plan ?? '', saved, made, { deployment, target: await attached(), invocation })
      : await planStacks(made, deployment, await attached(), invocation);
    const applied = await applyWanted(planned, {
      isWanted: (stacks) => isWanted(stacks, deployment, invocation),
      apply: async (stacks) => {
        if (stacks.some(({ pending }) => pending)) await requireStillServed(deployment, target, invocation);
        await applyStacks(stacks, invocation, { command: 'deploy', words: [deployment.deploymentName] });
      },
      replan: async (stale) => {
        if (flags.plan !== undefined) throw planStale(flags.plan, deployment, stale);
        output.say(sayPlanningAgain(stale));
        return planStacks(made, deployment, await attached(), invocation);
      },
    });
    if (!applied) return declined('Nothing of this plan was applied.', output, { bootstrap });
    const [contracted, outputs] = await bothEnded(
      contract(deployment, target, invocation),
      // The new code is live, whatever becomes of the contract migrations.
      allOutputs(applied, deployment).then((outputs) => writeOutputs(deployment.deploymentName, outputs)),
    );
    showOutputs(outputs, output);
    output.result({
      deployment: deployment.deploymentName,
      ...surroundings,
      bootstrap,
      terraform: changesOf(applied),
      contracted,
      outputs: valuesOf(outputs),
    });
    return EXIT.done;
  });
}

/** The stacks as this checkout makes them, which have to be those that the plan was made for. */
async function stacksOfPlan(
  saved: SavedPlan,
  deployment: NamedDeployment,
  target: Target,
  invocation: DeployInvocation,
): Promise<SynthesisedStack[]> {
  const stacks = await synthesise(deployment, invocation);
  const origin = originOf(deployment, target, stacks, migrationsOf(invocation));
  requireSameOrigin(invocation.flags.plan ?? '', saved.origin, origin);
  return stacks;
}

async function layOrCheck(
  deployment: NamedDeployment,
  target: Target,
  invocation: DeployInvocation,
): Promise<LaidTable | undefined> {
  if (!invocation.has('only-code')) return layTable(deployment, target, invocation);
  await requireNothingPending(deployment, target, invocation);
  return undefined;
}

const asks = ({ deploymentName }: NamedDeployment): boolean => deploymentName !== 'local';

const questionFor = ({ deploymentName }: NamedDeployment): string => `Apply this to ${deploymentName}?`;

async function isWanted(
  planned: readonly PlannedStack[],
  deployment: NamedDeployment,
  invocation: DeployInvocation,
): Promise<boolean> {
  if (!asks(deployment) || !planned.some(({ pending }) => pending)) return true;
  return confirm(questionFor(deployment), invocation, typedName(deployment));
}

/**
 * Since bootstrap looked, this deploy may have waited: for an answer, or for another deploy, which may have taken away by a
 * contract migration what this code needs.
 */
async function requireStillServed(
  deployment: NamedDeployment,
  target: Target,
  invocation: DeployInvocation,
): Promise<void> {
  await pendingMigrations({ ...migrationRun(deployment, target, invocation), onEvent: undefined });
}

/** What the former code needed can go once the new code is live. */
function contract(deployment: NamedDeployment, target: Target, invocation: DeployInvocation): Promise<string[]> {
  return migrate({ ...migrationRun(deployment, target, invocation), phase: 'contract' });
}

async function allOutputs(planned: readonly PlannedStack[], deployment: NamedDeployment): Promise<Outputs> {
  const each = await Promise.all(planned.map(({ workspace }) => readOutputs(workspace, deployment)));
  return Object.assign({}, ...each);
}

/** Where one fails, the other has ended as well: nothing is written any more when the next command may begin. */
async function bothEnded<One, Other>(one: Promise<One>, other: Promise<Other>): Promise<[One, Other]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}
