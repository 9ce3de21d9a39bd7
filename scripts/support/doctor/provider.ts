import path from 'node:path';
import { REPOSITORY } from '../../../stacks/stack';
import { providerBinary } from '../../../stacks/terraform/provider-binary';
import { providerInstallation } from '../../../stacks/terraform/provider-mirror';
import { terraformSettings } from '../../../stacks/terraform/settings';
import type { DoctorContext } from './context';
import { type Found, well } from './finding';

/** Whether Terraform's AWS provider is here, or can be had. */
export async function examineProvider({ deployment, stacks }: DoctorContext): Promise<Found[]> {
  const [stack] = await stacks();
  if (!stack) return [];
  const workspace = { deploymentName: deployment.deploymentName, stack, environment: {} };
  const name = `AWS provider ${terraformSettings(workspace).required_providers?.aws?.version ?? ''}`.trim();
  const binary = providerBinary(workspace);
  if (binary) return [well(`${name}, at ${path.relative(REPOSITORY, path.dirname(binary))}`)];
  const { TF_CLI_CONFIG_FILE: mirror } = await providerInstallation(workspace);
  return [well(`${name} can be had${mirror ? ' from a mirror on this machine' : ''}; the next deploy gets it`)];
}
