import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Writable } from 'node:stream';
import { terraformEnvironment } from './environment';
import { providerBinary } from './provider-binary';
import type { WorkspaceEnvironment } from './workspace';

export interface ProviderProcess {
  /** The program that runs. */
  binary: string;
  /** What tells Terraform to use this process: TF_REATTACH_PROVIDERS. */
  environment: Record<string, string>;
  /** The provider ends when nobody holds it open any more. */
  lifeline: Writable;
  stop(): Promise<void>;
}

/**
 * Starts the AWS provider ahead of Terraform, which then need not: its start and the making of its schema run beside the
 * bundling and the synthesis. Undefined where `init` has not put it there yet, or AWS_CA_BUNDLE is set, or it does not
 * start as expected and in time, or there is no sh; then Terraform starts its own.
 * https://developer.hashicorp.com/terraform/plugin/debugging#running-terraform-with-a-provider-in-debug-mode
 */
export async function startProvider(
  workspace: WorkspaceEnvironment,
  patienceMilliseconds = PATIENCE_MILLISECONDS,
): Promise<ProviderProcess | undefined> {
  const binary = providerBinary(workspace);
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
  const reattach = await reattachment(child, patienceMilliseconds);
  const stop = () => end(child);
  if (reattach) return { environment: { TF_REATTACH_PROVIDERS: reattach }, binary, lifeline: child.stdin, stop };
  await stop();
  return undefined;
}

/** It starts in less than a second, on a busy machine in a few. */
const PATIENCE_MILLISECONDS = 10_000;

/**
 * The provider ends when the other end of the pipe closes, which it does however we and Terraform end. The shell lets go
 * of its own stdout, which therefore ends with the provider.
 */
const UNTIL_WE_END = '"$0" -debug & exec >&-; read -r _; kill -9 $!';

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

/**
 * Undefined where it ends, or says nothing in time. Its output goes on being read, so that it never has to wait for a
 * reader.
 */
function reattachment(child: ChildProcess, patienceMilliseconds: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => settle(), patienceMilliseconds);
    const settle = (value?: string) => {
      clearTimeout(timer);
      resolve(value);
    };
    child.once('error', () => settle());
    child.once('exit', () => settle());
    if (!child.stdout) return settle();
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        const value = line.match(/TF_REATTACH_PROVIDERS='(.*)'/)?.[1];
        if (value) settle(value);
      })
      .once('close', () => settle());
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await gone;
}
