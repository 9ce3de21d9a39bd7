import { newestExpandMigration } from '../../bootstrap/surroundings';
import type { SynthesisedStack } from '../../stacks/stack';
import type { Invocation } from './command';
import type { NamedDeployment } from './deployment';
import { migrationsOf } from './migration-run';

type SynthesisInvocation = Pick<Invocation<'migrations'>, 'flags' | 'output'>;

/** Bundles the functions and writes the stacks of a deployment. */
export const synthesise = (deployment: NamedDeployment, invocation: SynthesisInvocation): Promise<SynthesisedStack[]> =>
  invocation.output.during(LABEL, () => make(deployment, invocation));

/**
 * The same while something else is under way, whose failure is the one that is told. Either way both have ended: nothing
 * is written any more when the next command may begin.
 */
export async function synthesiseBeside<Result>(
  other: Promise<Result>,
  deployment: NamedDeployment,
  invocation: SynthesisInvocation,
): Promise<[Result, SynthesisedStack[]]> {
  const making = make(deployment, invocation);
  const ended = making.catch(() => undefined);
  try {
    const result = await other;
    return [result, await invocation.output.during(LABEL, () => making)];
  } finally {
    await ended;
  }
}

const LABEL = 'Bundling the functions and writing the stacks';

async function make(
  { deploymentName, ...deployment }: NamedDeployment,
  invocation: SynthesisInvocation,
): Promise<SynthesisedStack[]> {
  const requiredMigration = newestExpandMigration(migrationsOf(invocation)) ?? '';
  // cdktf takes a quarter of a second to load, and only what synthesises needs it.
  const { synth } = require('../../stacks/synth') as typeof import('../../stacks/synth');
  return synth({ deploymentName, deployment, requiredMigration });
}
