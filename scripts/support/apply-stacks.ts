import path from 'node:path';
import { leftBehind } from '../../stacks/terraform/left-behind';
import { apply, isStale } from '../../stacks/terraform/plan';
import { describeErrors, withRemedy } from '../../stacks/terraform/run';
import type { Diagnostic, TerraformEvent } from '../../stacks/terraform/workspace';
import type { Invocation } from './command';
import { ScriptsError } from './errors';
import type { PlannedStack } from './plan-stacks';
import { StalePlan } from './stale-plan';

/** What is applied, and the words with which the same command goes on where it ended. */
interface Applying {
  command: 'deploy' | 'destroy' | 'ci-role';
  words: readonly string[];
}

/**
 * Applies the plans of the stacks that have changes, in their order. One that fails ends it, with an account of what was
 * done, what failed and what was not begun: of what was done, the state tells the next run.
 *
 * @throws {ScriptsError} `apply-failed`; {StalePlan}; where it was interrupted, the signal's reason
 */
export async function applyStacks(
  planned: readonly PlannedStack[],
  { output, signal }: Pick<Invocation, 'output' | 'signal'>,
  { command, words }: Applying,
): Promise<void> {
  const account = keepAccount();
  const again = `yarn ${[command, ...words].join(' ')} again`;
  const goOn = `run ${again}: it goes on from here.`;
  const wanted = planned.filter(({ pending }) => pending);
  for (const [index, { workspace }] of wanted.entries()) {
    const { onEvent = () => {} } = workspace;
    const followed = (event: TerraformEvent) => {
      account.note(event, workspace.signal.aborted);
      onEvent(event);
    };
    try {
      await output.during(`terraform ${command === 'destroy' ? 'destroy' : 'apply'}`, () =>
        apply({ ...workspace, onEvent: followed }),
      );
    } catch (cause) {
      if (isStale(cause)) {
        const names = wanted.map(({ stack }) => stack);
        const standing = { applied: names.slice(0, index), notApplied: names.slice(index) };
        throw new StalePlan(standing, `Run ${again}: it makes a new one.`, { cause });
      }
      const told = account.tell(planned);
      if (signal.aborted) {
        output.warn(`${account.reasons(workspace)}${told}\n${whereStateIs(workspace)}To go on, ${goOn}`);
        throw cause;
      }
      const reason = cause instanceof Error ? cause.message : String(cause);
      const before = workspace.signal.aborted ? account.reasons(workspace) : '';
      const contract = command === 'deploy' ? ' Contract migrations did not run.' : '';
      const where = whereStateIs(workspace) || 'The state has what was done.';
      const remedy = `${where.trimEnd()}${contract} When the reason is mended, ${goOn}`;
      throw new ScriptsError('apply-failed', `${reason}\n\n${before}${told}\n${remedy}`, { cause });
    }
  }
}

/** Empty where the state is where it belongs. */
function whereStateIs(workspace: PlannedStack['workspace']): string {
  const left = leftBehind(workspace);
  if (!left) return '';
  const file = left.stateFile && path.relative(process.cwd(), left.stateFile);
  const state = file
    ? `The state could not be saved: what was done is in ${file}, which the next run saves first. `
    : '';
  return `${state}${left.lock ? 'Its lock could not be released: the next run from this checkout takes it away. ' : ''}`;
}

/**
 * What became of each resource, as Terraform tells it. One that is replaced is done after its second half alone. What is
 * under way at an interrupt is cancelled, and fails to Terraform: AWS may have done it all the same, so it is broken off.
 */
function keepAccount() {
  const ended = new Map<string, number>();
  const failed = new Set<string>();
  const begun = new Set<string>();
  const errors: Diagnostic[] = [];
  return {
    note: ({ type, hook, diagnostic }: TerraformEvent, isInterrupted: boolean) => {
      if (diagnostic?.severity === 'error') errors.push(diagnostic);
      const address = hook?.resource?.addr;
      if (address === undefined) return;
      if (type === 'apply_start') begun.add(address);
      if (type === 'apply_complete') ended.set(address, (ended.get(address) ?? 0) + 1);
      if (type === 'apply_errored' && !isInterrupted) failed.add(address);
    },
    /** Why failed what did: Terraform says it at its end, also where it was interrupted since. Empty where nothing did. */
    reasons: (workspace: PlannedStack['workspace']): string => {
      if (failed.size === 0) return '';
      const causes = errors.filter(({ address = '' }) => failed.has(address));
      return `${withRemedy(describeErrors(causes), workspace)}\n\n`;
    },
    tell: (planned: readonly PlannedStack[]): string => {
      const changes = planned.flatMap((stack) => stack.changes);
      const all = changes.map(({ address }) => address);
      const halves = new Map(changes.map(({ address, action }) => [address, action === 'replace' ? 2 : 1]));
      const done = [...ended].flatMap(([address, count]) => (count >= (halves.get(address) ?? 1) ? [address] : []));
      const cut = all.filter((address) => begun.has(address) && !done.includes(address) && !failed.has(address));
      const rest = all.filter((address) => !begun.has(address));
      return [
        `Done: ${done.length} of ${all.length}${done.length > 0 ? ` (${done.join(', ')})` : ''}`,
        line('Failed', [...failed]),
        line('Broken off, so that it may be there and in no state', cut),
        line('Not begun', rest),
      ]
        .filter(Boolean)
        .join('\n');
    },
  };
}

const line = (title: string, addresses: readonly string[]): string =>
  addresses.length === 0 ? '' : `${title}: ${addresses.join(', ')}`;
