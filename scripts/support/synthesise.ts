import { newestExpandMigration } from '../../bootstrap/surroundings';
import type { SynthesisedStack } from '../../stacks/stack';
import type { Invocation } from './command';
import type { NamedDeployment } from './deployment';
import { migrationsOf } from './migration-run';

/** Bundles the functions and writes the stacks of a deployment. */
export const synthesise = (deployment: NamedDeployment, invocation: SynthesisInvocation): Promise<SynthesisedStack[]> =>
  beginSynthesis(deployment, invocation)();

type SynthesisInvocation = Pick<Invocation<'migrations'>, 'flags' | 'output'>;

/**
 * Begins it now, beside what is waited for meanwhile. What it gives waits for the end, which a person then sees; what went
 * wrong is told there alone.
 */
export function beginSynthesis(
  deployment: NamedDeployment,
  invocation: SynthesisInvocation,
): () => Promise<SynthesisedStack[]> {
  const making = make(deployment, invocation);
  making.catch(() => undefined);
  return () => invocation.output.during('Bundling the functions and writing the stacks', () => making);
}

async function make(
  { deploymentName, ...deployment }: NamedDeployment,
  invocation: SynthesisInvocation,
): Promise<SynthesisedStack[]> {
  const requiredMigration = newestExpandMigration(migrationsOf(invocation)) ?? '';
  // cdktf takes a quarter of a second to load, and only what synthesises needs it.
  const { synth } = require('../../stacks/synth') as typeof import('../../stacks/synth');
  return synth({ deploymentName, deployment, requiredMigration });
}
