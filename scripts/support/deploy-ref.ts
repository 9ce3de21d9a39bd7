import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { REPOSITORY, STACK_NAMES, stackOf } from '../../stacks/stack';
import { leftBehind, leftFiles, requireNoStrayState } from '../../stacks/terraform/left-behind';
import { EXIT, type ExitStatus, type Invocation } from './command';
import type { NamedDeployment } from './deployment';
import { ScriptsError } from './errors';
import { forwardInterrupts, isOnTerminal } from './forward-interrupts';
import { outputsFile } from './outputs-file';
import { requireSameState } from './same-state';

const run = promisify(execFile);

/**
 * Deploys another commit, with that commit's own Groundwork and packages, from a checkout of it beside this one that is
 * removed afterwards. Its outputs and its logs are kept here. Where it was killed, or what it leaves can't be kept, the
 * checkout stays: Terraform may be at work in it, or the state be nowhere else.
 *
 * @param words what the command was given, without `--ref`
 * @throws {ScriptsError} `unknown-ref`, `ref-of-local`, `ref-of-other-state`, `state-not-saved`, `ref-killed`; {StacksError} `stray-state`
 */
export async function deployRef(
  ref: string,
  deployment: NamedDeployment,
  words: readonly string[],
  { output, signal }: Pick<Invocation, 'output' | 'signal'>,
): Promise<ExitStatus> {
  const { deploymentName } = deployment;
  if (deploymentName === 'local') throw refOfLocal(ref);
  requireNothingLeft(deploymentName);
  const commit = await commitOf(ref);
  const directory = path.join(REPOSITORY, '.groundwork', 'refs', `${commit.slice(0, 12)}-${process.pid}`);
  output.say(`Deploying ${ref} (${commit.slice(0, 12)}) to ${deploymentName}`);
  await run('git', ['worktree', 'add', '--detach', directory, commit], { cwd: REPOSITORY });
  try {
    requireSameState(directory, ref, deployment);
    signal.throwIfAborted();
  } catch (error) {
    await removeCheckout(directory);
    throw error;
  }
  const status = await deployIn(directory, [deploymentName, ...words], signal);
  keepWhatIsLeft(directory, deploymentName);
  await removeCheckout(directory);
  if (status !== EXIT.done) {
    output.warn(
      `To go on with ${ref}: yarn deploy ${deploymentName} --ref ${ref}. Without --ref, this checkout is deployed.`,
    );
  }
  return status;
}

async function removeCheckout(directory: string): Promise<void> {
  await rm(directory, { recursive: true, force: true });
  await run('git', ['worktree', 'prune'], { cwd: REPOSITORY });
}

async function commitOf(ref: string): Promise<string> {
  try {
    const { stdout } = await run('git', ['rev-parse', '--verify', '--end-of-options', `${ref}^{commit}`], {
      cwd: REPOSITORY,
    });
    return stdout.trim();
  } catch (cause) {
    const message = `--ref ${JSON.stringify(ref)} names no commit of this repository. Fetch it first, or check its name.`;
    throw new ScriptsError('unknown-ref', message, { cause });
  }
}

/** Its terminal and its answer are ours. */
function deployIn(directory: string, words: readonly string[], signal: AbortSignal): Promise<ExitStatus> {
  const child = spawn(process.execPath, [path.join(directory, 'yarnw'), 'deploy', ...words], {
    cwd: directory,
    stdio: 'inherit',
    detached: !isOnTerminal(),
  });
  const stopForwarding = forwardInterrupts(child, signal);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status, killedBy) => {
      stopForwarding();
      // By these it ends in order; where it can't yet, it has begun nothing.
      if (killedBy && killedBy !== 'SIGINT' && killedBy !== 'SIGTERM') reject(killed(directory, killedBy));
      else resolve((status ?? EXIT.interrupted) as ExitStatus);
    });
  });
}

/** Another checkout would not know of it, and plan with a state that lacks what was done. */
function requireNothingLeft(deploymentName: string): void {
  const places = STACK_NAMES.map((name) => ({ deploymentName, stack: stackOf(name) }));
  if (places.some(leftBehind)) throw stateNotSaved(deploymentName);
  places.forEach(requireNoStrayState);
}

const stateNotSaved = (deploymentName: string): ScriptsError =>
  new ScriptsError(
    'state-not-saved',
    `The last deploy of ${deploymentName} from here could not reach its state when it ended. Run yarn plan ` +
      `${deploymentName} first: it saves what is left.`,
  );

/** The outputs, the logs, and what an apply could not save, which older code leaves where Terraform does. */
function keepWhatIsLeft(directory: string, deploymentName: string): void {
  const copy = (file: string, target = file) => {
    const source = path.join(directory, file);
    if (existsSync(source)) cpSync(source, path.join(REPOSITORY, target), { recursive: true });
  };
  copy(path.relative(REPOSITORY, outputsFile(deploymentName)));
  copy(path.join('.groundwork', 'logs'));
  for (const stack of STACK_NAMES.map(stackOf)) {
    const files = leftFiles({ deploymentName, stack }).map((file) => path.relative(REPOSITORY, file));
    for (const file of files) copy(file);
    copy(path.relative(REPOSITORY, path.join(stack.directory, 'errored.tfstate')), files[0]);
  }
}

const refOfLocal = (ref: string): ScriptsError =>
  new ScriptsError(
    'ref-of-local',
    `--ref ${ref} can't be deployed to local, whose services and state belong to this checkout. Check the commit out, ` +
      'and run yarn deploy local.',
  );

const killed = (directory: string, by: string): ScriptsError =>
  new ScriptsError(
    'ref-killed',
    `The deploy in ${path.relative(process.cwd(), directory)} was killed (${by}), and Terraform may still be at work there: ` +
      'the checkout stays. When nobody has the lock of the state any more, remove it with git worktree remove --force.',
  );
