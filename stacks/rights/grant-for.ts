import {
  READ_ACTIONS,
  SCAN_ACTIONS,
  STREAM_ACTIONS,
  STREAM_LIST_ACTIONS,
  WRITE_ACTIONS,
} from '../constructs/grants/actions';
import type { Right } from './allowed-rights';

/** How a right is given in `stacks/`. */
export interface Grant {
  /** The verb of the table's construct, e.g. `grantRead`. */
  verb: string;
  /** What it is told, e.g. `{ actions: ['GetItem'] }`; nothing where the verb says it all. */
  options: GrantOptions;
}

interface GrantOptions {
  actions?: string[];
  indexes?: string[];
}

/** The verb of stacks/constructs/table.ts that gives the right; undefined where none does. */
export function grantFor({ action, resource }: Right): Grant | undefined {
  const name = bareName(action);
  if (isStreamAction(action)) return { verb: 'grantStream', options: {} };
  const [, index] = /^table\/index\/([\w.-]+)$/.exec(resource) ?? [];
  if (resource !== 'table' && index === undefined) return undefined;
  if (includes(SCAN_ACTIONS, name))
    return { verb: 'grantScan', options: index === undefined ? {} : { indexes: [index] } };
  // Without `actions` the verb grants all of its own on the table.
  if (name === 'Query' && index !== undefined) return { verb: 'grantRead', options: { actions: [], indexes: [index] } };
  if (index !== undefined) return undefined;
  if (includes(READ_ACTIONS, name)) return { verb: 'grantRead', options: { actions: [name] } };
  if (includes(WRITE_ACTIONS, name)) return { verb: 'grantWrite', options: { actions: [name] } };
  return undefined;
}

/** The verbs that give all of the rights, each once. What none of them gives is left out. */
export function grantsFor(rights: readonly Right[]): Grant[] {
  const grants = new Map<string, Grant>();
  for (const { verb, options } of rights.flatMap((right) => grantFor(right) ?? [])) {
    grants.set(verb, { verb, options: mergeOptions(grants.get(verb)?.options ?? {}, options) });
  }
  return [...grants.values()];
}

function mergeOptions(one: GrantOptions, other: GrantOptions): GrantOptions {
  const merge = (name: keyof GrantOptions) =>
    one[name] || other[name] ? { [name]: [...new Set([...(one[name] ?? []), ...(other[name] ?? [])])] } : {};
  return { ...merge('actions'), ...merge('indexes') };
}

/** Whether it is what reads a table's stream: Lambda's poller does, under the role of the function that it calls. */
export const isStreamAction = (action: string): boolean =>
  includes([...STREAM_ACTIONS, ...STREAM_LIST_ACTIONS], bareName(action));

/** `GetItem` of `dynamodb:GetItem`. */
const bareName = (action: string): string => /^dynamodb:(\w+)$/.exec(action)?.[1] ?? '';

const includes = (names: readonly string[], name: string): boolean => names.includes(name);

/** As it is written in a stack, e.g. `table.grantRead(api, { actions: ['GetItem'] })`. */
export function formatGrant({ verb, options }: Grant, functionName: string): string {
  const lists = Object.entries(options).map(([option, names]) => `${option}: [${names.map(quote).join(', ')}]`);
  return `table.${verb}(${[variableOf(functionName), ...(lists.length > 0 ? [`{ ${lists.join(', ')} }`] : [])].join(', ')})`;
}

const quote = (text: string): string => `'${text}'`;

/** `membership-counter` is `membershipCounter` in a stack. */
const variableOf = (functionName: string): string =>
  functionName.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
