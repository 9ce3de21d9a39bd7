import type { SynthesisedStack } from '../stacks/stack';
import { readOutputs } from '../stacks/terraform/outputs';
import { applyStacks } from './support/apply-stacks';
import { withCheckoutLock } from './support/checkout-lock';
import { EXIT, type ExitStatus, type Invocation, runCommand } from './support/command';
import { confirm, declined, requireAnswer, typedName } from './support/confirm';
import { loadDeployment, type NamedDeployment } from './support/deployment';
import { changesOf, type PlannedStack, planStacks } from './support/plan-stacks';
import { saySurroundings } from './support/say-surroundings';
import { showOutputs, valuesOf } from './support/show-outputs';
import { ensureBucketOf } from './support/state-bucket';
import { reach } from './support/target';

type CiRoleInvocation = Invocation<'yes' | 'destroy' | 'verbose'>;

void runCommand({
  name: 'ci-role',
  summary:
    'The roles that CI plans and deploys with, for a deployment that has ciRole: shows its plan and asks. It is for a person: CI has no rights to it.',
  arguments: ['<deployment>'],
  flags: {
    yes: { type: 'boolean', description: 'answers yes where it would ask' },
    destroy: { type: 'boolean', description: 'takes the roles away' },
  },
  run: (invocation) => withCheckoutLock(invocation, () => deployCiRole(invocation)),
});

async function deployCiRole(invocation: CiRoleInvocation): Promise<ExitStatus> {
  const { output, has } = invocation;
  const deployment = loadDeployment(invocation.arguments[0]);
  const stack = synthesiseRole(deployment, invocation);
  const target = await reach(deployment, invocation);
  const surroundings = await saySurroundings(target, output);
  requireAnswer(questionFor(deployment, invocation), invocation);
  await ensureBucketOf(deployment, target, output);
  const planned = await planStacks([stack], deployment, target, invocation, { destroy: has('destroy') });
  if (!(await isWanted(planned, deployment, invocation))) return declined('Nothing was applied.', output);
  const words = has('destroy') ? [deployment.deploymentName, '--destroy'] : [deployment.deploymentName];
  await applyStacks(planned, invocation, { command: 'ci-role', words });
  const outputs = Object.assign(
    {},
    ...(await Promise.all(planned.map(({ workspace }) => readOutputs(workspace, deployment)))),
  );
  showOutputs(outputs, output);
  output.result({
    deployment: deployment.deploymentName,
    ...surroundings,
    terraform: changesOf(planned),
    outputs: valuesOf(outputs),
  });
  return EXIT.done;
}

/** cdktf takes a quarter of a second to load, and what is wrong with the words is said before. */
function synthesiseRole(
  { deploymentName, ...deployment }: NamedDeployment,
  { output }: CiRoleInvocation,
): SynthesisedStack {
  const { synthCiRole } = require('../stacks/synth') as typeof import('../stacks/synth');
  const stack = synthCiRole({ deploymentName, deployment });
  output.say(`${output.styles.green('✓')} Writing the stack`);
  return stack;
}

function questionFor({ deploymentName }: NamedDeployment, { has }: Pick<CiRoleInvocation, 'has'>): string {
  return has('destroy') ? `Take CI's roles for ${deploymentName} away?` : `Give CI these roles for ${deploymentName}?`;
}

async function isWanted(
  planned: readonly PlannedStack[],
  deployment: NamedDeployment,
  invocation: CiRoleInvocation,
): Promise<boolean> {
  if (!planned.some(({ pending }) => pending)) return true;
  return confirm(questionFor(deployment, invocation), invocation, typedName(deployment));
}
