import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkspaceEnvironment } from './workspace';

/** A synthesised stack's block `terraform`, as far as it is looked at here. */
export interface TerraformSettings {
  backend?: { s3?: { bucket?: string; key?: string }; local?: { path?: string } };
  required_providers?: { aws?: { version?: string } };
}

/** What `init` works by: the backend and the providers of the synthesised stack. */
export function terraformSettings({ stack }: Pick<WorkspaceEnvironment, 'stack'>): TerraformSettings {
  const { terraform } = JSON.parse(readFileSync(synthesised(stack), 'utf8'));
  return terraform as TerraformSettings;
}

/**
 * The version of the AWS provider that a stack wants, where it names one: undefined where it is a range, which is left for
 * Terraform to find, or the stack is not synthesised yet.
 */
export function wantedProviderVersion(workspace: Pick<WorkspaceEnvironment, 'stack'>): string | undefined {
  if (!existsSync(synthesised(workspace.stack))) return undefined;
  const version = terraformSettings(workspace).required_providers?.aws?.version;
  return version && /^\d+\.\d+\.\d+$/.test(version) ? version : undefined;
}

const synthesised = ({ directory }: WorkspaceEnvironment['stack']): string => path.join(directory, 'cdk.tf.json');
