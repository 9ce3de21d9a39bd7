import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

/** What a run of Terraform came to. */
export interface TerraformRun {
  status: number | null;
  /** Standard output and standard error together, as a person would see them. */
  output: string;
}

/** Terraform in one folder, its provider from a mirror on this machine and its AWS the stand-in at `endpoint`. */
export interface Terraform {
  write(configuration: object): Promise<void>;
  run(...parameters: string[]): Promise<TerraformRun>;
}

/** Prepares a folder for Terraform; no setting of this machine's AWS or Terraform reaches it. */
export async function terraformIn(directory: string, endpoint: string): Promise<Terraform> {
  await mkdir(directory, { recursive: true });
  const settingsFile = path.join(directory, 'terraform.rc');
  await writeFile(
    settingsFile,
    `provider_installation {\n  filesystem_mirror { path = ${JSON.stringify(findMirror())} }\n}\n`,
  );
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|TF)_/.test(name));
  const environment = {
    ...Object.fromEntries(inherited),
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'eu-central-1',
    TF_CLI_CONFIG_FILE: settingsFile,
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
  };
  return {
    write: (configuration) => writeFile(path.join(directory, 'main.tf.json'), JSON.stringify(configuration, null, 2)),
    run: (...parameters) => runTerraform(directory, environment, parameters),
  };
}

/** The folder of an unpacked provider mirror, one level below the usual places; TF_PLUGIN_MIRROR names another. */
function findMirror(): string {
  const named = process.env.TF_PLUGIN_MIRROR;
  if (named) return named;
  const folders = ['/opt', '/usr/share', '/usr/local/share', homedir()].flatMap(foldersIn);
  const mirror = folders.find(
    (folder) => foldersIn(path.join(folder, 'registry.terraform.io', 'hashicorp')).length > 0,
  );
  if (!mirror)
    throw new Error(
      'No mirror of the AWS provider: make one with `terraform providers mirror`, name it in TF_PLUGIN_MIRROR.',
    );
  return mirror;
}

function foldersIn(directory: string): string[] {
  try {
    return readdirSync(directory).map((name) => path.join(directory, name));
  } catch {
    return [];
  }
}

function runTerraform(directory: string, environment: NodeJS.ProcessEnv, parameters: string[]): Promise<TerraformRun> {
  return new Promise((resolve, reject) => {
    const child = spawn('terraform', parameters, {
      cwd: directory,
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (status) => resolve({ status, output }));
  });
}
