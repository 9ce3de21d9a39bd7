import { STACK_NAMES, stackOf } from '../../stacks/stack';
import { providerBinary } from '../../stacks/terraform/provider-binary';
import { type ProviderProcess, startProvider } from '../../stacks/terraform/provider-process';
import type { NamedDeployment } from './deployment';
import type { Target } from './target';

/**
 * Runs `body` with a target whose Terraform finds the AWS provider already started, for `local` alone: there it saves a
 * third of a plan. Elsewhere Terraform starts its own, and checks it against the lock file.
 *
 * @param body gets the target from `attached`, which it calls when the stacks are synthesised
 */
export async function withProviderAhead<Result>(
  { deploymentName }: NamedDeployment,
  target: Target,
  body: (attached: () => Promise<Target>) => Promise<Result>,
): Promise<Result> {
  const workspace = {
    deploymentName,
    stack: stackOf(STACK_NAMES[0]),
    environment: target.terraformEnvironment,
  };
  const starting: Promise<ProviderProcess | undefined> =
    deploymentName === 'local'
      ? // Where it can't be started, Terraform starts its own.
        startProvider(workspace).catch(() => undefined)
      : Promise.resolve(undefined);
  const attached = async (): Promise<Target> => {
    const started = await starting;
    // It was started for the stack as it was synthesised before, which may have wanted another version.
    const provider = started && started.binary === providerBinary(workspace) ? started : undefined;
    const terraformEnvironment = { ...target.terraformEnvironment, ...provider?.environment };
    return { ...target, terraformEnvironment, lifeline: provider?.lifeline };
  };
  try {
    return await body(attached);
  } finally {
    await (await starting)?.stop();
  }
}
