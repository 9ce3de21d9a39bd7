import { rmSync } from 'node:fs';
import path from 'node:path';
import { differences } from './differences';
import { terraform } from './run';
import { dataDirectory, type Workspace } from './workspace';

/** A resource that is not as the state says, which is as Terraform left it. */
export interface DriftedResource {
  /** Terraform's address. */
  address: string;
  /** By which AWS knows it, e.g. its name; empty where the state has none. */
  id: string;
  /** `gone`: somebody deleted it. */
  kind: 'changed' | 'gone';
  /** What differs, each with both values where they are no secret: `memory_size: 512 → 128`. */
  attributes: string[];
}

/**
 * Sets each resource of a stack's state beside what there really is, and changes neither: not the state either, nor its
 * lock. Of a resource that is there, what counts is what the stack sets, and what tells of other code or other rights:
 * all else is AWS's own to change.
 *
 * @throws {StacksError} as `terraform`
 */
export async function stateDrift(workspace: Workspace): Promise<DriftedResource[]> {
  const file = path.join(dataDirectory(workspace), 'drift');
  try {
    await terraform(workspace, ['plan', '-refresh-only', '-json', '-input=false', '-lock=false', `-out=${file}`]);
    const { answer } = await terraform(workspace, ['show', '-json', file], { ownStdout: true });
    return driftIn(JSON.parse(answer) as RefreshedPlan);
  } finally {
    rmSync(file, { force: true });
  }
}

/** https://developer.hashicorp.com/terraform/internals/json-format#plan-representation */
export interface RefreshedPlan {
  resource_drift?: DriftedChange[];
  prior_state?: { values?: { root_module?: { resources?: { type: string; values: Values }[] } } };
  configuration?: { root_module?: { resources?: { address: string; expressions?: Values }[] } };
}

interface DriftedChange {
  address: string;
  type: string;
  change: {
    actions: string[];
    before: Values | null;
    after: Values | null;
    before_sensitive?: unknown;
    after_sensitive?: unknown;
  };
}

type Values = Record<string, unknown>;

export function driftIn(plan: RefreshedPlan): DriftedResource[] {
  const configured = new Map(
    (plan.configuration?.root_module?.resources ?? []).map(({ address, expressions = {} }) => [address, expressions]),
  );
  return (plan.resource_drift ?? []).flatMap((drifted): DriftedResource[] => {
    const { address, change } = drifted;
    const id = typeof change.before?.id === 'string' ? change.before.id : '';
    if (change.actions.includes('delete')) return [{ address, id, kind: 'gone', attributes: [] }];
    const expressions = configured.get(address);
    // Of one that this code has no more, all that Terraform knows counts.
    const counts = (name: string) => !expressions || name in expressions || TELLING.includes(name);
    const attributes = changedAttributes(drifted, counts, ownPolicies(plan));
    return attributes.length > 0 ? [{ address, id, kind: 'changed', attributes }] : [];
  });
}

/** Computed, and yet not AWS's own to change: a function's code, and what a role may do. */
const TELLING = ['code_sha256', 'inline_policy', 'managed_policy_arns'];

function changedAttributes(
  { change: { before, after, before_sensitive, after_sensitive } }: DriftedChange,
  counts: (name: string) => boolean,
  own: ReadonlySet<unknown>,
): string[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter(counts);
  return names.flatMap((name) => {
    const found = differences(name, withoutOwn(name, before, own), withoutOwn(name, after, own));
    const isSecret = hasMark(markOf(before_sensitive, name)) || hasMark(markOf(after_sensitive, name));
    return isSecret && found.length > 0 ? [`${name} (sensitive)`] : found;
  });
}

/** The names of the policies that the stack gives a role in resources of their own: the role lists them too, once it has them. */
function ownPolicies({ prior_state, resource_drift = [] }: RefreshedPlan): Set<unknown> {
  const resources = [
    ...(prior_state?.values?.root_module?.resources ?? []),
    ...resource_drift.map(({ type, change: { before } }) => ({ type, values: before ?? {} })),
  ];
  return new Set(
    resources.flatMap(({ type, values }) => {
      if (type === 'aws_iam_role_policy') return [values.name];
      return type === 'aws_iam_role_policy_attachment' ? [values.policy_arn] : [];
    }),
  );
}

/** A role's policies by their names, without those that the stack gives it in resources of their own. */
function withoutOwn(attribute: string, values: Values | null, own: ReadonlySet<unknown>): unknown {
  const value = values?.[attribute];
  if (!Array.isArray(value)) return value;
  if (attribute === 'inline_policy') return value.map(({ name }) => name).filter((name) => name && !own.has(name));
  return attribute === 'managed_policy_arns' ? value.filter((arn) => !own.has(arn)) : value;
}

const markOf = (values: unknown, name: string): unknown =>
  typeof values === 'object' && values !== null ? (values as Values)[name] : values;

/** Whether `true` stands anywhere in it. */
const hasMark = (marked: unknown): boolean =>
  marked === true || (typeof marked === 'object' && marked !== null && Object.values(marked).some(hasMark));
