import type { SynthesisedStack } from '../../stacks/stack';
import type { Invocation } from './command';
import type { NamedDeployment } from './deployment';
import { initialise } from './initialise';
import type { PlannedStack } from './plan-stacks';
import { type SavedPlan, takePlan } from './saved-plan/saved-plan';
import { showPlan } from './show-plan';
import type { Target } from './target';
import { workspaceOf } from './workspace';

/** Initialises each stack and takes its plan from the file, as it was made and shown before; shows it once more. */
export async function takeSavedPlans(
  file: string,
  { madeAt, stacks: saved }: SavedPlan,
  stacks: readonly SynthesisedStack[],
  { deployment, target, invocation }: Taking,
): Promise<PlannedStack[]> {
  const { output } = invocation;
  output.say(`The plan in ${file}, of ${madeAt}:`);
  const planned: PlannedStack[] = [];
  for (const { stack, pending, changes } of saved) {
    const synthesised = stacks.find(({ name }) => name === stack);
    if (!synthesised) continue;
    const workspace = workspaceOf(synthesised, deployment, target, invocation);
    await initialise(workspace, deployment, output);
    takePlan(file, stack, workspace);
    showPlan({ pending, changes }, output);
    planned.push({ stack, pending, changes, workspace });
  }
  return planned;
}

interface Taking {
  deployment: NamedDeployment;
  target: Target;
  invocation: Pick<Invocation<'verbose'>, 'output' | 'signal' | 'has'>;
}
