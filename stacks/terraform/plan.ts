import { forcedBy } from './forced-by';
import { terraform } from './run';
import { type PlannedAction, planFile, type Workspace } from './workspace';

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

/** Makes a plan and keeps it for `apply`. */
export async function plan(workspace: Workspace, options: { destroy?: boolean } = {}): Promise<Plan> {
  const { status, events } = await terraform(
    workspace,
    [
      ...['plan', '-json', '-input=false', '-detailed-exitcode', WAIT_FOR_STATE, `-out=${planFile(workspace)}`],
      ...(options.destroy ? ['-destroy'] : []),
    ],
    { expected: [CHANGES_PENDING] },
  );
  const changes = events.flatMap(({ type, change }) =>
    type === 'planned_change' && change && change.action !== 'noop' && change.action !== 'read'
      ? [{ address: change.resource.addr, action: change.action, reason: change.reason }]
      : [],
  );
  return { pending: status === CHANGES_PENDING, changes: await withForces(changes, workspace) };
}

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

/** Applies exactly the plan that `plan` made. */
export async function apply(workspace: Workspace): Promise<void> {
  await terraform(workspace, ['apply', '-json', '-input=false', WAIT_FOR_STATE, planFile(workspace)]);
}
