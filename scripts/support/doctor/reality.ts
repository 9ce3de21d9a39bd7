import type { SynthesisedStack } from '../../../stacks/stack';
import { init } from '../../../stacks/terraform/init';
import { type DriftedResource, stateDrift } from '../../../stacks/terraform/state-drift';
import { readStateObject } from '../state-object';
import { workspaceOf } from '../workspace';
import type { ReachedContext } from './context';
import { drift, type Found, well } from './finding';

/** What Terraform made, as its state has it, beside what there really is. Whether the code is another by now is not asked. */
export async function examineReality(context: ReachedContext): Promise<Found[]> {
  const found: Found[] = [];
  // One after the other: two that begin at once would both get the provider.
  for (const stack of await context.stacks()) found.push(...(await examine(stack, context)));
  return found;
}

async function examine(stack: SynthesisedStack, { deployment, target, invocation }: ReachedContext): Promise<Found[]> {
  const { deploymentName } = deployment;
  const state = await readStateObject('state', stack, deployment);
  if (state === undefined || !hasResources(state)) {
    return [drift(`Stack ${stack.name} is not deployed.`, `yarn deploy ${deploymentName} does it.`)];
  }
  const workspace = workspaceOf(stack, deployment, target, { ...invocation, has: () => false });
  await init(workspace);
  const drifted = await stateDrift({ ...workspace, onEvent: undefined });
  if (drifted.length === 0) return [well(`All resources of ${stack.name} are as Terraform left them`)];
  return drifted.map((resource) => drift(describe(resource), remedyFor(resource, deploymentName)));
}

/** Of its own: after `yarn destroy` the state is there, and has none. */
function hasResources(state: string): boolean {
  const { resources = [] } = JSON.parse(state) as { resources?: { mode: string }[] };
  return resources.some(({ mode }) => mode === 'managed');
}

function describe({ address, id, kind, attributes }: DriftedResource): string {
  const resource = id ? `${address} (${id})` : address;
  if (kind === 'gone') return `${resource} is gone.`;
  return attributes.length === 1 ? `${resource}: ${attributes[0]}` : [`${resource}:`, ...attributes].join('\n');
}

const remedyFor = ({ kind }: DriftedResource, deploymentName: string): string =>
  kind === 'gone'
    ? `yarn deploy ${deploymentName} makes it again.`
    : `yarn deploy ${deploymentName} sets it back; where the change is to stay, put it into the code first.`;
