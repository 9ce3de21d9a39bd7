import { terraform } from './run';
import { planFile, type Workspace } from './workspace';

/**
 * Which attributes force the replacement of which resource, by the resource's address: `name ("a" → "b")`, the values only
 * where they are known and no secret. A plan's events don't tell; the plan itself does.
 * https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export async function forcedBy(workspace: Workspace): Promise<Map<string, string[]>> {
  const { answer } = await terraform(workspace, ['show', '-json', planFile(workspace)], { ownStdout: true });
  const { resource_changes: resources = [] } = JSON.parse(answer) as { resource_changes?: ResourceChange[] };
  return new Map(
    resources.flatMap(({ address, change }) =>
      change.replace_paths?.length ? [[address, change.replace_paths.map((path) => describe(path, change))]] : [],
    ),
  );
}

type AttributePath = readonly (string | number)[];

interface ResourceChange {
  address: string;
  change: Change;
}

interface Change {
  before?: unknown;
  after?: unknown;
  after_unknown?: unknown;
  before_sensitive?: unknown;
  after_sensitive?: unknown;
  replace_paths?: AttributePath[];
}

function describe(path: AttributePath, change: Change): string {
  const attribute = path.join('.');
  if (marks(change.before_sensitive, path) || marks(change.after_sensitive, path)) return `${attribute} (sensitive)`;
  const after = marks(change.after_unknown, path) ? 'known after apply' : valueAt(change.after, path);
  return `${attribute} (${valueAt(change.before, path)} → ${after})`;
}

function valueAt(value: unknown, path: AttributePath): string {
  const text = JSON.stringify(path.reduce(step, value) ?? null);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** Characters: a plan is read line by line. */
const LONGEST_VALUE = 60;

/** Whether `true` stands at the path, or at a part of it: then it is meant for all below. */
function marks(marked: unknown, path: AttributePath): boolean {
  let value = marked;
  for (const name of path) {
    if (value === true) return true;
    value = step(value, name);
  }
  return value === true;
}

const step = (value: unknown, name: string | number): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[name] : undefined;
