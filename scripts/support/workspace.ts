import path from 'node:path';
import { REPOSITORY, type SynthesisedStack } from '../../stacks/stack';
import type { TerraformEvent, Workspace } from '../../stacks/terraform/workspace';
import type { Invocation } from './command';
import type { NamedDeployment } from './deployment';
import type { Output } from './output';
import { sayStateLock } from './state-lock';
import type { Target } from './target';

/** Terraform's place to work on one stack, its events shown as one line per resource. */
export function workspaceOf(
  stack: SynthesisedStack,
  deployment: NamedDeployment,
  { terraformEnvironment, lifeline, standInEnded }: Target,
  { output, signal, has }: Pick<Invocation<'verbose'>, 'output' | 'signal' | 'has'>,
): Workspace {
  const { deploymentName } = deployment;
  const show = has('verbose') ? ({ '@message': message }: TerraformEvent) => output.say(message) : showResource(output);
  return {
    deploymentName,
    stack,
    environment: terraformEnvironment,
    lifeline,
    signal: standInEnded ? AbortSignal.any([signal, standInEnded]) : signal,
    logFile: logFileOf(deploymentName),
    onEvent: (event) => {
      show(event);
      if (event.type === 'state_lock_acquire') void sayStateLock(stack, deployment, output);
    },
    onText: has('verbose') ? output.say : undefined,
  };
}

/** One line for each resource that is done; warnings as they come. What failed is told by the error at the end. */
function showResource({ say, warn, styles }: Output): (event: TerraformEvent) => void {
  return ({ type, hook, diagnostic }) => {
    if (diagnostic?.severity === 'warning')
      warn(`${styles.yellow('Warning:')} ${diagnostic.summary} ${diagnostic.detail ?? ''}`);
    const { action = '', resource, elapsed_seconds: seconds = 0 } = hook ?? {};
    const word = DONE[action];
    if (type !== 'apply_complete' || !word || !resource) return;
    say(`${styles.green('✓')} ${word} ${resource.addr}${seconds >= 1 ? styles.dim(` (${seconds} s)`) : ''}`);
  };
}

const DONE: Record<string, string> = { create: 'Created', update: 'Changed', delete: 'Destroyed' };

function logFileOf(deploymentName: string): string {
  const folder = deploymentName === 'local' ? '.local/logs' : '.groundwork/logs';
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  return path.join(REPOSITORY, folder, `terraform-${deploymentName}-${time}.log`);
}
