import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { dataDirectory, type WorkspaceEnvironment } from './workspace';

/**
 * The AWS provider's program where `init` has put or linked it: `<version>/<platform>/terraform-provider-aws_…`.
 * Undefined where it is not there, or the mirror is gone that it is linked from.
 */
export function providerBinary(workspace: WorkspaceEnvironment): string | undefined {
  const provider = path.join(dataDirectory(workspace), 'providers', 'registry.terraform.io', 'hashicorp', 'aws');
  return filesIn(provider)
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
