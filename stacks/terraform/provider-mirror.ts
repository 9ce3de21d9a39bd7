import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { homedir } from 'node:os';
import path from 'node:path';
import { StacksError } from '../errors';
import { terraformSettings, wantedProviderVersion } from './settings';
import { dataDirectory, type WorkspaceEnvironment } from './workspace';

/** Where on this machine a provider may lie. */
export interface ProviderPlaces {
  home: string;
  /** Where Terraform itself looks without being told to, for all users. */
  implied: readonly string[];
  /** Folders that may have a mirror one level below. */
  parents: readonly string[];
  registryAnswers(): Promise<boolean>;
}

const REGISTRY = 'registry.terraform.io';
const PROVIDER = path.join(REGISTRY, 'hashicorp', 'aws');

/**
 * Where Terraform's own settings lead nowhere and the provider registry cannot be reached: the environment that points
 * Terraform at an unpacked mirror on this machine. Empty where Terraform finds the provider by itself.
 *
 * @throws {StacksError} `no-provider` where there is no mirror either
 */
export async function providerInstallation(
  workspace: WorkspaceEnvironment,
  places: ProviderPlaces = thisMachine(),
): Promise<Record<string, string>> {
  const wanted = wantedProviderVersion(workspace);
  const hasWanted = (folder: string) => hasProvider(folder, wanted);
  if (ownSettingsLead(places) || impliedMirrors(places).some(hasWanted) || (await places.registryAnswers())) return {};
  const mirror = mirrorCandidates(places).find(hasWanted);
  // Terraform may reach the registry through a proxy, which our look at it does not use.
  if (!mirror && hasProxy()) return {};
  if (!mirror) throw noProvider(terraformSettings(workspace).required_providers?.aws?.version);
  const file = path.join(dataDirectory(workspace), 'mirror.tfrc');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`);
  return { TF_CLI_CONFIG_FILE: file };
}

/** A CLI configuration that says where providers come from. */
function ownSettingsLead({ home }: ProviderPlaces): boolean {
  const named = process.env.TF_CLI_CONFIG_FILE;
  const file = named && existsSync(named) ? named : path.join(home, '.terraformrc');
  return existsSync(file) && readFileSync(file, 'utf8').includes('provider_installation');
}

/** https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories */
function impliedMirrors({ home, implied }: ProviderPlaces): string[] {
  const dataHome = process.env.XDG_DATA_HOME || path.join(home, '.local', 'share');
  return [path.join(home, '.terraform.d', 'plugins'), path.join(dataHome, 'terraform', 'plugins'), ...implied];
}

function mirrorCandidates({ home, parents }: ProviderPlaces): string[] {
  const named = process.env.TF_PLUGIN_MIRROR;
  return [...(named ? [path.resolve(named)] : []), ...[...parents, home].flatMap(foldersIn)];
}

/**
 * Unpacked in a folder of its version, or packed in an archive whose name has it.
 * https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror
 */
function hasProvider(folder: string, version: string | undefined): boolean {
  const names = namesIn(path.join(folder, PROVIDER));
  if (!version) return names.length > 0;
  return names.some((name) => name === version || name.startsWith(`terraform-provider-aws_${version}_`));
}

const foldersIn = (parent: string): string[] => namesIn(parent).map((name) => path.join(parent, name));

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const hasProxy = (): boolean => Boolean(process.env.HTTPS_PROXY || process.env.https_proxy);

const thisMachine = (): ProviderPlaces => ({
  home: homedir(),
  implied: ['/usr/local/share/terraform/plugins', '/usr/share/terraform/plugins'],
  parents: ['/opt', '/usr/share', '/usr/local/share'],
  registryAnswers,
});

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

function noProvider(version = 'hashicorp/aws'): StacksError {
  return new StacksError(
    'no-provider',
    `The AWS provider ${version} can't be had: ${REGISTRY} does not answer, and there is no mirror of it on this machine. ` +
      'On a machine with a network run `terraform providers mirror DIR` in cdktf.out/stacks/service, unpack the archives it ' +
      `wrote into DIR/${PROVIDER}/<version>/<platform>/, bring DIR here and name it in TF_PLUGIN_MIRROR.`,
  );
}
