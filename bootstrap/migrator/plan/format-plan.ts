import { formatBackfill } from './backfill/format-backfill';
import { formatItem } from './format-item';
import type { PlannedAction, PlannedMigration } from './planned-migration';

/** A plan as lines for a person, without colours. */
export function formatPlan(planned: readonly PlannedMigration[]): string[] {
  return planned.length > 0 ? planned.flatMap(formatMigration) : ['No migration is pending.'];
}

function formatMigration(planned: PlannedMigration): string[] {
  const { name, phase, actions, inexact, error } = planned;
  const lines = actions.flatMap((action, index) => [
    ...(inexact?.fromAction === index ? [formatInexact(inexact.reason)] : []),
    ...formatAction(action),
  ]);
  if (inexact && inexact.fromAction >= actions.length) lines.push(formatInexact(inexact.reason));
  lines.push(...formatCounts(planned));
  if (error !== undefined) lines.push(`would fail: ${error}`);
  if (inexact?.error !== undefined) lines.push(`may fail: ${inexact.error}`);
  return [`${name} (${phase})`, ...(lines.length > 0 ? lines : ['nothing to do']).map((line) => `  ${line}`)];
}

const formatInexact = (reason: string): string => `From here on the plan is not exact: ${reason}.`;

function formatAction(action: PlannedAction): string[] {
  if (action.kind === 'backfill') return formatBackfill(action);
  if (action.kind === 'control-plane') return [`${action.operation}: ${action.summary}`];
  return [
    `${action.operation} ${action.tableName}: ${action.summary}`,
    ...formatItem(action).map((line) => `  ${line}`),
  ];
}

/** How many writes there are of each kind that is not shown to the last. */
function formatCounts({ writes, actions }: PlannedMigration): string[] {
  return writes.flatMap(({ operation, change, tableName, count }) => {
    const shown = actions.filter(
      (action) =>
        action.kind === 'write' &&
        action.operation === operation &&
        action.change === change &&
        action.tableName === tableName &&
        !action.refused,
    ).length;
    return count > shown ? [`… and ${count - shown} more: ${operation} (${change}) ${tableName}, ${count} in all`] : [];
  });
}
