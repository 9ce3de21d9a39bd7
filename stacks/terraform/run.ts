import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, fstatSync, mkdirSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { StacksError } from '../errors';
import { terraformEnvironment } from './environment';
import { followLog } from './follow-log';
import { remedyFor } from './remedy';
import type { Diagnostic, TerraformEvent, Workspace } from './workspace';

export interface TerraformRun {
  status: number;
  events: TerraformEvent[];
  /** What it said that was no event. */
  text: string;
  /** What it wrote to a stdout of its own; empty where it had none. */
  answer: string;
}

export interface RunOptions {
  /** Statuses other than 0 that are no failure. */
  expected?: readonly number[];
  /** It has a stdout of its own, for an answer in which a warning must not get, and which the log does not keep. */
  ownStdout?: boolean;
}

/** `terraform`, or what TERRAFORM_BINARY_NAME names, e.g. `tofu`; a path is taken from where this process is. */
export function terraformBinary(): string {
  const name = process.env.TERRAFORM_BINARY_NAME || 'terraform';
  return path.basename(name) === name ? name : path.resolve(name);
}

/**
 * Runs Terraform in the stack's folder to its end. A status that is not expected is an error with what Terraform said.
 *
 * @throws {StacksError} `no-terraform`, `terraform-failed`, `plan-stale`; where it was interrupted, the signal's reason
 */
export async function terraform(
  workspace: Workspace,
  commandArguments: readonly string[],
  { expected = [], ownStdout = false }: RunOptions = {},
): Promise<TerraformRun> {
  const log = openLog(workspace.logFile, `$ ${terraformBinary()} ${commandArguments.join(' ')}\n`);
  const child = forOwnerAlone(() =>
    spawn(terraformBinary(), commandArguments, {
      cwd: workspace.stack.directory,
      env: terraformEnvironment(workspace),
      // To the log itself and not through a pipe to us, which would end it when it writes: where this process is killed,
      // Terraform goes on to the end of what it does and writes its state.
      stdio: ['ignore', ownStdout ? 'pipe' : log.descriptor, log.descriptor, workspace.lifeline ?? 'ignore'],
      // In a group of its own: on a terminal Ctrl-C would reach it directly, and ours would be its second interrupt,
      // at which Terraform stops without writing its state.
      detached: true,
    }),
  );
  closeSync(log.descriptor);
  const stopForwarding = forwardInterrupt(child, workspace.signal);
  try {
    const run = await collect(child, log.size, workspace);
    workspace.signal.throwIfAborted();
    if (run.status !== 0 && !expected.includes(run.status)) throw failed(workspace, commandArguments, run);
    return run;
  } finally {
    stopForwarding();
  }
}

/** What a process writes that is started in it: a plan and a state have secrets in them. */
function forOwnerAlone(start: () => ChildProcess): ChildProcess {
  const before = process.umask(0o077);
  try {
    return start();
  } finally {
    process.umask(before);
  }
}

/** The log file, opened to be appended to, and its size after the first line. What it tells is its owner's alone. */
function openLog(file: string, firstLine: string): { descriptor: number; size: number } {
  mkdirSync(path.dirname(file), { recursive: true });
  const descriptor = openSync(file, 'a', 0o600);
  writeSync(descriptor, firstLine);
  return { descriptor, size: fstatSync(descriptor).size };
}

async function collect(child: ChildProcess, logSize: number, workspace: Workspace): Promise<TerraformRun> {
  const { logFile, onEvent = () => {}, onText = () => {} } = workspace;
  const events: TerraformEvent[] = [];
  const lines: string[] = [];
  const stopFollowing = followLog(logFile, logSize, (line) => {
    const event = toEvent(line);
    if (event) {
      events.push(event);
      onEvent(event);
    } else {
      lines.push(line);
      onText(line);
    }
  });
  const answering = child.stdout ? text(child.stdout) : '';
  const status = await endOf(child).finally(stopFollowing);
  return { status, events, text: lines.join('\n'), answer: await answering };
}

function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once('error', (cause: NodeJS.ErrnoException) => reject(cause.code === 'ENOENT' ? noTerraform(cause) : cause));
    child.once('close', (status) => resolve(status ?? 1));
  });
}

function toEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith('{"@level"')) return undefined;
  try {
    return JSON.parse(line) as TerraformEvent;
  } catch {
    // Cut off: Terraform was killed while it wrote.
    return undefined;
  }
}

function forwardInterrupt(child: ChildProcess, signal: AbortSignal): () => void {
  const interrupt = () => child.kill('SIGINT');
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  return () => signal.removeEventListener('abort', interrupt);
}

function noTerraform(cause: unknown): StacksError {
  return new StacksError(
    'no-terraform',
    `There is no ${terraformBinary()} on the PATH. Install Terraform 1.10 or newer ` +
      '(https://developer.hashicorp.com/terraform/install), or name another binary in TERRAFORM_BINARY_NAME, e.g. tofu. ' +
      'yarn bootstrap, yarn migrate and yarn synth work without it.',
    { cause },
  );
}

function failed(
  workspace: Workspace,
  commandArguments: readonly string[],
  { events, text }: TerraformRun,
): StacksError {
  const errors = events.flatMap(({ diagnostic }) => (diagnostic?.severity === 'error' ? [diagnostic] : []));
  // Those tell of what keepLeftBehind keeps, and what to do by hand; the log has them too.
  const causes = errors.filter(({ summary }) => !AFTERMATH.has(summary));
  const said = describeErrors(causes.length > 0 ? causes : errors);
  const reason = said || errorIn(text) || 'It said nothing.';
  return new StacksError(
    STALE.test(reason) ? 'plan-stale' : 'terraform-failed',
    `terraform ${commandArguments[0]} failed: ${withRemedy(reason, workspace)}`,
  );
}

/** What Terraform says of errors. */
export const describeErrors = (errors: readonly Diagnostic[]): string =>
  errors
    .map(({ summary, detail, address }) =>
      [address ? `${address}: ${summary}` : summary, detail].filter(Boolean).join('\n'),
    )
    .join('\n\n');

/** Why it failed, what to do about it where that is known, and where all is that Terraform said. */
export function withRemedy(reason: string, { logFile, deploymentName }: Workspace): string {
  const remedy = remedyFor(reason, deploymentName === 'local' ? 'on this machine' : 'in an account');
  const log = `Its whole output is in ${path.relative(process.cwd(), logFile)}`;
  return [reason, remedy, log].filter(Boolean).join('\n');
}

/** What a command without events says from its first error on, else all of it. */
const errorIn = (text: string): string => text.slice(Math.max(0, text.search(/^(?:│ )?Error: /m))).trim();

export const LOCK_NOT_RELEASED = 'Error releasing the state lock';

/** What an apply says at its end where the state can't be reached any more. */
const AFTERMATH = new Set(['Failed to save state', 'Failed to persist state to backend', LOCK_NOT_RELEASED]);

/** Of an apply; the second where the plan was made for no state at all, and there is one now. */
const STALE = /Saved plan is stale|Saved plan does not match the given state/;
