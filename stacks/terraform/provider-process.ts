import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { terraformEnvironment } from './environment';
import { dataDirectory, type WorkspaceEnvironment } from './workspace';

export interface ProviderProcess {
  /** What tells Terraform to use this process: TF_REATTACH_PROVIDERS. */
  environment: Record<string, string>;
  /** The provider ends when nobody holds it open any more. */
  lifeline: Writable;
  stop(): Promise<void>;
}

/**
 * Starts the AWS provider ahead of Terraform, which then need not: its start and the making of its schema run beside the
 * bundling and the synthesis. Undefined where `init` has not put it there yet, or AWS_CA_BUNDLE is set, or it does not
 * start as expected, or there is no sh; then Terraform starts its own.
 * https://developer.hashicorp.com/terraform/plugin/debugging#running-terraform-with-a-provider-in-debug-mode
 */
export async function startProvider(workspace: WorkspaceEnvironment): Promise<ProviderProcess | undefined> {
  const binary = findBinary(dataDirectory(workspace));
  const environment = terraformEnvironment(workspace);
  // It is configured for the plan and once more for the apply, and fails where it gets certificates a second time.
  if (!binary || environment.AWS_CA_BUNDLE) return undefined;
  // Where Terraform will start its own: paths in the stack, such as that of a function's zip, are read from here.
  mkdirSync(workspace.stack.directory, { recursive: true });
  const child = spawn('sh', ['-c', UNTIL_WE_END, binary], {
    cwd: workspace.stack.directory,
    env: { ...environment, ...QUIET },
    stdio: ['pipe', 'pipe', 'ignore'],
    // Not in our group: Ctrl-C is for Terraform, which needs its provider to end in order.
    detached: true,
  });
  const reattach = await reattachment(child);
  const stop = () => end(child);
  if (reattach) return { environment: { TF_REATTACH_PROVIDERS: reattach }, lifeline: child.stdin, stop };
  await stop();
  return undefined;
}

/** The provider ends when the other end of the pipe closes, which it does however we and Terraform end. */
const UNTIL_WE_END = '"$0" -debug & read -r _; kill -9 $!';

/** In debug mode it logs every step of its own, which costs more than the start that it saves. */
const QUIET = Object.fromEntries(
  [
    'TF_LOG_PROVIDER',
    'TF_LOG_SDK',
    'TF_LOG_SDK_FRAMEWORK',
    'TF_LOG_SDK_HELPER_SCHEMA',
    'TF_LOG_SDK_MUX',
    'TF_LOG_SDK_PROTO',
  ].map((name) => [name, 'off']),
);

/** `<version>/<platform>/terraform-provider-aws_…`, where `init` has put or linked it. */
function findBinary(dataFolder: string): string | undefined {
  const provider = path.join(dataFolder, 'providers', 'registry.terraform.io', 'hashicorp', 'aws');
  return filesIn(provider)
    .flatMap(filesIn)
    .flatMap(filesIn)
    .find((file) => path.basename(file).startsWith('terraform-provider-aws_'));
}

function filesIn(directory: string): string[] {
  try {
    return readdirSync(directory).map((name) => path.join(directory, name));
  } catch {
    return [];
  }
}

/** Its output goes on being read, so that it never has to wait for a reader. */
function reattachment(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(undefined));
    child.once('exit', () => resolve(undefined));
    if (!child.stdout) return resolve(undefined);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const value = line.match(/TF_REATTACH_PROVIDERS='(.*)'/)?.[1];
      if (value) resolve(value);
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await gone;
}
