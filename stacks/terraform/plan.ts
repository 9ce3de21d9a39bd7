import { StacksError } from '../errors';
import { forcedBy } from './forced-by';
import { ownsTable, TABLE_REMEDY } from './table-resources';
import { underStateLock } from './under-state-lock';
import { type PlannedAction, planFile, type TerraformEvent, type Workspace } from './workspace';

export interface PlannedChange {
  /** Terraform's address, e.g. `aws_lambda_function.api_lambda_6B1E4D0F`. */
  address: string;
  action: PlannedAction;
  /** Why it is replaced or destroyed, in Terraform's word, where it says so. */
  reason?: string;
  /** The attributes that force a replacement, with their values: `name ("a" → "b")`. */
  forcedBy?: string[];
}

export interface Plan {
  /** False where neither a resource nor an output would change. */
  pending: boolean;
  changes: PlannedChange[];
}

/** Two runs at once wait for each other at the state's lock. */
const WAIT_FOR_STATE = '-lock-timeout=10m';

/**
 * Makes a plan and keeps it for `apply`.
 *
 * @throws {StacksError} `table-in-stack`, and as `terraform`
 */
export async function plan(workspace: Workspace, options: { destroy?: boolean } = {}): Promise<Plan> {
  const { status, events } = await underStateLock(
    workspace,
    [
      ...['plan', '-json', '-input=false', '-detailed-exitcode', WAIT_FOR_STATE, `-out=${planFile(workspace)}`],
      ...(options.destroy ? ['-destroy'] : []),
    ],
    { expected: [CHANGES_PENDING] },
  );
  requireTableUntouched(events);
  const changes = events.flatMap(({ type, change }) =>
    type === 'planned_change' && change && change.action !== 'noop' && change.action !== 'read'
      ? [{ address: change.resource.addr, action: change.action, reason: change.reason }]
      : [],
  );
  return { pending: status === CHANGES_PENDING, changes: await withForces(changes, workspace) };
}

/** What a module holds, or a state from elsewhere, is in no synthesised stack: the plan tells. */
function requireTableUntouched(events: readonly TerraformEvent[]): void {
  const touching = events.flatMap(({ type, change }) =>
    type === 'planned_change' && change && WRITES.has(change.action) && ownsTable(change.resource.resource_type ?? '')
      ? [`${change.action} ${change.resource.addr}`]
      : [],
  );
  if (touching.length === 0) return;
  throw new StacksError(
    'table-in-stack',
    `The plan would ${touching.join(', ')}; nothing was changed. ${TABLE_REMEDY} Where one is in the state, take it out ` +
      'of it with terraform state rm: the table itself stays.',
  );
}

/** Not what only takes a resource into the state or out of it. */
const WRITES: ReadonlySet<PlannedAction> = new Set(['create', 'update', 'replace', 'delete']);

/** What forces replacements is asked for only where there are any: it is another run of Terraform. */
async function withForces(changes: PlannedChange[], workspace: Workspace): Promise<PlannedChange[]> {
  if (!changes.some(({ action }) => action === 'replace')) return changes;
  const forces = await forcedBy(workspace);
  return changes.map((change) => ({
    ...change,
    ...(change.action === 'replace' && { forcedBy: forces.get(change.address) ?? [] }),
  }));
}

/** Of `plan -detailed-exitcode`. */
const CHANGES_PENDING = 2;

/** Whether an `apply` was refused because the state is another one than when the plan was made: nothing was applied. */
export const isStale = (error: unknown): boolean => error instanceof StacksError && error.code === 'plan-stale';

/**
 * Applies exactly the plan that `plan` made.
 *
 * @throws {StacksError} `plan-stale`, and as `terraform`
 */
export async function apply(workspace: Workspace): Promise<void> {
  await underStateLock(workspace, ['apply', '-json', '-input=false', WAIT_FOR_STATE, planFile(workspace)]);
}
