import type { PlainItem } from './plain-item';
import type { PlannedAction, PlannedMigration, PlannedWrite } from './planned-migration';

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
  return [`${name} (${phase})`, ...(lines.length > 0 ? lines : ['nothing to do']).map((line) => `  ${line}`)];
}

const formatInexact = (reason: string): string => `From here on the plan is not exact: ${reason}.`;

function formatAction(action: PlannedAction): string[] {
  if (action.kind === 'control-plane') return [`${action.operation}: ${action.summary}`];
  return [
    `${action.operation} ${action.tableName}: ${action.summary}`,
    ...formatItem(action).map((line) => `  ${line}`),
  ];
}

/** What the write changes, attribute by attribute; its key is in its summary. */
function formatItem({ key = {}, before, after }: PlannedWrite): string[] {
  if (after === undefined) return before ? [`before: ${shorten(JSON.stringify(before))}`] : [];
  if (before === undefined) return [`after: ${shorten(JSON.stringify(after))}`];
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(
    (name) => !(name in key),
  );
  const lines = names.flatMap((name) => formatAttribute(name, before ?? {}, after ?? {}));
  if (before && after) return lines.length > 0 ? lines : ['changes nothing'];
  if (after) return ['there is no such item', ...lines];
  return before ? lines : ['there is no such item: changes nothing'];
}

function formatAttribute(name: string, before: PlainItem, after: PlainItem): string[] {
  const [from, to] = [before[name], after[name]].map((value) => value !== undefined && shorten(JSON.stringify(value)));
  if (JSON.stringify(before[name]) === JSON.stringify(after[name])) return [];
  if (from === false) return [`+ ${name}: ${to}`];
  return [to === false ? `- ${name}: ${from}` : `~ ${name}: ${from} → ${to}`];
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

const MOST_CHARACTERS = 200;

const shorten = (text: string): string => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);
