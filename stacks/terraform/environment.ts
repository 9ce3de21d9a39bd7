import { existsSync } from 'node:fs';
import path from 'node:path';
import { dataDirectory, type WorkspaceEnvironment } from './workspace';

/** The environment that Terraform runs in. */
export function terraformEnvironment(workspace: WorkspaceEnvironment): NodeJS.ProcessEnv {
  const { TF_CLI_CONFIG_FILE } = process.env;
  const environment: NodeJS.ProcessEnv = {
    // The provider lives for seconds: collecting its garbage costs more than memory is worth, up to a limit.
    GOGC: 'off',
    GOMEMLIMIT: '2GiB',
    ...process.env,
    // No look for new versions, no hints of what to type next: a script types it.
    CHECKPOINT_DISABLE: '1',
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    // That of another project: it would be another state, which Terraform makes in silence.
    TF_WORKSPACE: undefined,
    TF_DATA_DIR: dataDirectory(workspace),
    // A name that leads nowhere is as good as none; Terraform itself would warn at every call.
    TF_CLI_CONFIG_FILE:
      TF_CLI_CONFIG_FILE && existsSync(TF_CLI_CONFIG_FILE) ? path.resolve(TF_CLI_CONFIG_FILE) : undefined,
    ...resolved(['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'AWS_CA_BUNDLE', 'AWS_WEB_IDENTITY_TOKEN_FILE']),
    ...workspace.environment,
  };
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
}

/** Terraform runs in the stack's folder: a relative path is taken from where this process is, as the SDK takes it. */
const resolved = (names: readonly string[]): NodeJS.ProcessEnv =>
  Object.fromEntries(
    names.flatMap((name) => {
      const file = process.env[name];
      return file ? [[name, path.resolve(file)]] : [];
    }),
  );
