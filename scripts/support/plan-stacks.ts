import type { SynthesisedStack } from '../../stacks/stack';
import { type Plan, plan } from '../../stacks/terraform/plan';
import type { Workspace } from '../../stacks/terraform/workspace';
import type { Invocation } from './command';
import type { NamedDeployment } from './deployment';
import { initialise } from './initialise';
import { showPlan } from './show-plan';
import type { Target } from './target';
import { workspaceOf } from './workspace';

export interface PlannedStack extends Plan {
  stack: string;
  workspace: Workspace;
}

/** Initialises and plans each stack, and shows what it would change. */
export async function planStacks(
  stacks: readonly SynthesisedStack[],
  deployment: NamedDeployment,
  target: Target,
  invocation: Pick<Invocation<'verbose'>, 'output' | 'signal' | 'has'>,
  options: { destroy?: boolean } = {},
): Promise<PlannedStack[]> {
  const { output } = invocation;
  const planned: PlannedStack[] = [];
  for (const stack of stacks) {
    const workspace = workspaceOf(stack, deployment, target, invocation);
    await initialise(workspace, deployment, output);
    const made = await output.during('terraform plan', () => plan(workspace, options));
    showPlan(made, output);
    planned.push({ ...made, stack: stack.name, workspace });
  }
  return planned;
}

/** The planned changes of all stacks, for `--json`. */
export const changesOf = (planned: readonly PlannedStack[]) =>
  planned.flatMap(({ stack, changes }) => changes.map((change) => ({ stack, ...change })));
