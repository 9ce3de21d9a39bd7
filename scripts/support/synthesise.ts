import { newestExpandMigration } from '../../bootstrap/surroundings';
import type { SynthesisedStack } from '../../stacks/stack';
import type { Invocation } from './command';
import type { NamedDeployment } from './deployment';
import { migrationsOf } from './migration-run';

/** Bundles the functions and writes the stacks of a deployment. */
export async function synthesise(
  { deploymentName, ...deployment }: NamedDeployment,
  invocation: Pick<Invocation<'migrations'>, 'flags' | 'output'>,
): Promise<SynthesisedStack[]> {
  const requiredMigration = newestExpandMigration(migrationsOf(invocation)) ?? '';
  return invocation.output.during('Bundling the functions and writing the stacks', () => {
    // cdktf takes a quarter of a second to load, and only what synthesises needs it.
    const { synth } = require('../../stacks/synth') as typeof import('../../stacks/synth');
    return synth({ deploymentName, deployment, requiredMigration });
  });
}
