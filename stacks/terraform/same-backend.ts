import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { StacksError } from '../errors';
import { REPOSITORY } from '../stack';
import { byHand } from './by-hand';
import { terraformSettings } from './settings';
import { dataDirectory, type Workspace } from './workspace';

/**
 * The state is where it was at the last `init` in this checkout. From another place Terraform would begin with an empty
 * state, and create everything a second time.
 *
 * @param environment where the provider is found, for the command that moves the state
 * @throws {StacksError} `backend-changed`
 */
export function requireSameBackend(workspace: Workspace, environment: Workspace['environment'] = {}): void {
  const before = backendOfLastInit(workspace);
  const now = describe(terraformSettings(workspace).backend ?? {});
  if (before === undefined || before === now) return;
  const moving = byHand(workspace, 'init -migrate-state', environment.TF_CLI_CONFIG_FILE);
  throw new StacksError(
    'backend-changed',
    `The state of ${workspace.stack.name} in ${workspace.deploymentName} was ${before}, and deployments.ts now says ` +
      `${now}. From there everything would be created a second time; nothing was changed. Move the state first: ${moving}. ` +
      `Where it is to begin anew, delete ${path.relative(REPOSITORY, dataDirectory(workspace))}.`,
  );
}

/** What Terraform keeps in its data directory of the backend that it was initialised with. */
function backendOfLastInit(workspace: Workspace): string | undefined {
  const file = path.join(dataDirectory(workspace), 'terraform.tfstate');
  if (!existsSync(file)) return undefined;
  const { backend } = JSON.parse(readFileSync(file, 'utf8')) as { backend?: { type: string; config: BackendConfig } };
  return backend && describe({ [backend.type]: backend.config });
}

interface BackendConfig {
  bucket?: string;
  key?: string;
  path?: string;
}

/** What makes a state another one; how it is reached may change. */
function describe({ s3, local }: { s3?: BackendConfig; local?: BackendConfig }): string {
  if (s3) return `s3://${s3.bucket}/${s3.key}`;
  return path.posix.normalize(local?.path ?? 'terraform.tfstate').replace(/^(?:\.\.\/)+/, '');
}
