import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { keepLockFile, lockFileContent, restoreLockFile } from './lock-file';
import { providerBinary } from './provider-binary';
import { providerInstallation } from './provider-mirror';
import { terraform, terraformBinary } from './run';
import { requireSameBackend } from './same-backend';
import { terraformSettings } from './settings';
import { dataDirectory, type Workspace } from './workspace';

/**
 * `terraform init`, left out where it would find nothing to do: the same backend, providers and lock file as the last
 * time it succeeded.
 *
 * @returns true where it ran
 * @throws {StacksError} `backend-changed`, and as `terraform`
 */
export async function init(workspace: Workspace): Promise<boolean> {
  restoreLockFile(workspace);
  if (isInitialised(workspace)) return false;
  const installation = await providerInstallation(workspace);
  requireSameBackend(workspace, installation);
  const environment = {
    ...installation,
    ...workspace.environment,
    // A provider that is started already would be none to install, nor to write into the lock file. That of whoever works
    // on the provider itself stays.
    TF_REATTACH_PROVIDERS: process.env.TF_REATTACH_PROVIDERS,
  };
  // -reconfigure: how the state is reached may have changed; where it is has not.
  await terraform({ ...workspace, environment }, [
    'init',
    '-input=false',
    '-no-color',
    '-reconfigure',
    ...backendArguments(workspace),
  ]);
  keepLockFile(workspace);
  mkdirSync(path.dirname(stampFile(workspace)), { recursive: true });
  writeFileSync(stampFile(workspace), stamp(workspace));
  return true;
}

/** True where `init` has nothing to do. */
export function isInitialised(workspace: Workspace): boolean {
  return (
    existsSync(stampFile(workspace)) &&
    providerBinary(workspace) !== undefined &&
    readFileSync(stampFile(workspace), 'utf8') === stamp(workspace)
  );
}

const stampFile = (workspace: Workspace): string => path.join(dataDirectory(workspace), 'initialised');

function stamp(workspace: Workspace): string {
  const facts = [
    terraformBinary(),
    terraformSettings(workspace),
    lockFileContent(workspace),
    backendArguments(workspace),
  ];
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** A stand-in at one address can't answer under a name for each bucket. */
function backendArguments(workspace: Workspace): string[] {
  const { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_S3 } = { ...process.env, ...workspace.environment };
  const usesS3 = terraformSettings(workspace).backend?.s3 !== undefined;
  return usesS3 && (AWS_ENDPOINT_URL || AWS_ENDPOINT_URL_S3) ? ['-backend-config=use_path_style=true'] : [];
}
