import path from 'node:path';
import { REPOSITORY } from '../stack';
import { terraformBinary } from './run';
import { dataDirectory, type WorkspaceEnvironment } from './workspace';

/**
 * A command of Terraform's on a stack, to be typed in a shell in the repository's folder.
 *
 * @param settings the CLI configuration that it needs, where it needs one that is not a person's own
 */
export function byHand(
  { deploymentName, stack }: Pick<WorkspaceEnvironment, 'deploymentName' | 'stack'>,
  command: string,
  settings?: string,
): string {
  return [
    // Read before Terraform goes to the stack's folder; the other is relative to that.
    ...(settings ? [`TF_CLI_CONFIG_FILE=${path.relative(REPOSITORY, settings)}`] : []),
    `TF_DATA_DIR=${path.relative(stack.directory, dataDirectory({ deploymentName, stack }))}`,
    terraformBinary(),
    `-chdir=${path.relative(REPOSITORY, stack.directory)}`,
    command,
  ].join(' ');
}
