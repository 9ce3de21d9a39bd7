import { STACK_NAMES, stackOf } from '../../stacks/stack';
import { type ProviderProcess, startProvider } from '../../stacks/terraform/provider-process';
import type { NamedDeployment } from './deployment';
import type { Target } from './target';

/**
 * Runs `body` with a target whose Terraform finds the AWS provider already started, for `local` alone: there it saves a
 * third of a plan. Elsewhere Terraform starts its own, and checks it against the lock file.
 */
export async function withProviderAhead<Result>(
  { deploymentName }: NamedDeployment,
  target: Target,
  body: (attached: () => Promise<Target>) => Promise<Result>,
): Promise<Result> {
  const starting: Promise<ProviderProcess | undefined> =
    deploymentName === 'local'
      ? // Where it can't be started, Terraform starts its own.
        startProvider({
          deploymentName,
          stack: stackOf(STACK_NAMES[0]),
          environment: target.terraformEnvironment,
        }).catch(() => undefined)
      : Promise.resolve(undefined);
  const attached = async (): Promise<Target> => {
    const provider = await starting;
    const terraformEnvironment = { ...target.terraformEnvironment, ...provider?.environment };
    return { ...target, terraformEnvironment, lifeline: provider?.lifeline };
  };
  try {
    return await body(attached);
  } finally {
    await (await starting)?.stop();
  }
}
