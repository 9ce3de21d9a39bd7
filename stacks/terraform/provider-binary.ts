import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { wantedProviderVersion } from './settings';
import { dataDirectory, type WorkspaceEnvironment } from './workspace';

/**
 * The AWS provider's program where `init` has put or linked it: `<version>/<platform>/terraform-provider-aws_…`.
 * Undefined where it is not there, or the mirror is gone that it is linked from. Only of the version that the stack wants,
 * where it names one: `init` leaves those of before where they are.
 */
export function providerBinary(workspace: WorkspaceEnvironment): string | undefined {
  const provider = path.join(dataDirectory(workspace), 'providers', 'registry.terraform.io', 'hashicorp', 'aws');
  const version = wantedProviderVersion(workspace);
  const versions = version ? [path.join(provider, version)] : filesIn(provider);
  return versions
    .flatMap(filesIn)
    .flatMap(filesIn)
    .find((file) => path.basename(file).startsWith('terraform-provider-aws_') && existsSync(file));
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory).map((name) => path.join(directory, name));
  } catch {
    return [];
  }
}
