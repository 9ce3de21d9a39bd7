import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { homedir } from 'node:os';
import path from 'node:path';
import { StacksError } from '../errors';
import { dataDirectory, type Workspace } from './workspace';

const REGISTRY = 'registry.terraform.io';
const PROVIDER = path.join(REGISTRY, 'hashicorp', 'aws');

/**
 * Where Terraform's own settings lead nowhere and the provider registry cannot be reached: the environment that points
 * Terraform at an unpacked mirror on this machine. Empty where Terraform finds the provider by itself.
 *
 * @throws {StacksError} `no-provider` where there is no mirror either
 */
export async function providerInstallation(workspace: Workspace): Promise<Record<string, string>> {
  if (ownSettingsLead() || impliedMirrors().some(hasProvider) || (await registryAnswers())) return {};
  const mirror = mirrorCandidates().find(hasProvider);
  if (!mirror) throw noProvider();
  const file = path.join(dataDirectory(workspace), 'mirror.tfrc');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`);
  return { TF_CLI_CONFIG_FILE: file };
}

/** A CLI configuration that says where providers come from. */
function ownSettingsLead(): boolean {
  const named = process.env.TF_CLI_CONFIG_FILE;
  const file = named && existsSync(named) ? named : path.join(homedir(), '.terraformrc');
  return existsSync(file) && readFileSync(file, 'utf8').includes('provider_installation');
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function impliedMirrors(): string[] {
  const dataHome = process.env.XDG_DATA_HOME || path.join(homedir(), '.local', 'share');
  return [
    path.join(homedir(), '.terraform.d', 'plugins'),
    path.join(dataHome, 'terraform', 'plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
  ];
}

function mirrorCandidates(): string[] {
  const named = process.env.TF_PLUGIN_MIRROR;
  return [...(named ? [named] : []), ...['/opt', '/usr/share', '/usr/local/share', homedir()].flatMap(foldersIn)];
}

const hasProvider = (folder: string): boolean => existsSync(path.join(folder, PROVIDER));

function foldersIn(parent: string): string[] {
  try {
    return readdirSync(parent).map((name) => path.join(parent, name));
  } catch {
    return [];
  }
}

const PATIENCE_MILLISECONDS = 3_000;

function registryAnswers(): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(`https://${REGISTRY}/.well-known/terraform.json`, { timeout: PATIENCE_MILLISECONDS });
    request.once('response', (response) => {
      response.resume();
      resolve(true);
    });
    request.once('timeout', () => request.destroy(new Error('no answer')));
    request.once('error', () => resolve(false));
  });
}

function noProvider(): StacksError {
  return new StacksError(
    'no-provider',
    `The AWS provider can't be had: ${REGISTRY} does not answer, and there is no mirror of it on this machine. On a ` +
      'machine with a network run `terraform providers mirror DIR` in cdktf.out/stacks/service, unpack the archives it ' +
      `wrote into DIR/${PROVIDER}/<version>/<platform>/, bring DIR here and name it in TF_PLUGIN_MIRROR.`,
  );
}
