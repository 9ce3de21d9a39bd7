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

const READ_ACTIONS = ['GetItem', 'BatchGetItem', 'Query', 'ConditionCheckItem'];
const WRITE_ACTIONS = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

/** What reads a table's stream: Lambda's poller, under the role of the function that it calls. */
export const STREAM_ACTIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map(
  (name) => `dynamodb:${name}`,
);

/** The verb of stacks/constructs/table.ts that gives the right; undefined where none does. */
export function grantFor({ action, resource }: Right): Grant | undefined {
  if (STREAM_ACTIONS.includes(action)) return { verb: 'grantStream', options: {} };
  const [, name = ''] = /^dynamodb:(\w+)$/.exec(action) ?? [];
  const [, index] = /^table\/index\/([\w.-]+)$/.exec(resource) ?? [];
  if (resource !== 'table' && index === undefined) return undefined;
  const indexes = index === undefined ? {} : { indexes: [index] };
  if (name === 'Scan') return { verb: 'grantScan', options: indexes };
  if (READ_ACTIONS.includes(name)) return { verb: 'grantRead', options: { actions: [name], ...indexes } };
  if (WRITE_ACTIONS.includes(name) && index === undefined) return { verb: 'grantWrite', options: { actions: [name] } };
  return undefined;
}

/** As it is written in a stack, e.g. `table.grantRead(api, { actions: ['GetItem'] })`. */
export function formatGrant({ verb, options }: Grant, functionName: string): string {
  const lists = Object.entries(options).map(([option, names]) => `${option}: [${names.map(quote).join(', ')}]`);
  return `table.${verb}(${[variableOf(functionName), ...(lists.length > 0 ? [`{ ${lists.join(', ')} }`] : [])].join(', ')})`;
}

const quote = (text: string): string => `'${text}'`;

/** `membership-counter` is `membershipCounter` in a stack. */
const variableOf = (functionName: string): string =>
  functionName.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
