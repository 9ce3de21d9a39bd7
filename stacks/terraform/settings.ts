import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkspaceEnvironment } from './workspace';

/** A synthesised stack's block `terraform`, as far as it is looked at here. */
export interface TerraformSettings {
  backend?: { s3?: { bucket?: string; key?: string }; local?: { path?: string } };
  required_providers?: { aws?: { version?: string } };
}

/** What `init` works by: the backend and the providers of the synthesised stack. */
export function terraformSettings({ stack }: Pick<WorkspaceEnvironment, 'stack'>): TerraformSettings {
  const { terraform } = JSON.parse(readFileSync(path.join(stack.directory, 'cdk.tf.json'), 'utf8'));
  return terraform as TerraformSettings;
}
