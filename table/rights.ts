import type { AccessPattern, AccessRequest } from './access-pattern';
import type { IndexName } from './table';

/** An action that reads items by their keys. */
export type ReadAction = (typeof READ_ACTIONS)[number];

/** An action that writes items. */
export type WriteAction = (typeof WRITE_ACTIONS)[number];

/** What a function that uses some access patterns has to be allowed, each list sorted and without duplicates. */
export interface Rights {
  /** On the table itself: the Query of an index follows from `indexes`. */
  read: ReadAction[];
  write: WriteAction[];
  /** The indexes that are read. */
  indexes: IndexName[];
  /** Whether anything is scanned, which no reading action includes: it is a grant of its own. */
  scan: boolean;
}

/** What the access patterns have to be allowed, and nothing more. */
export function rightsOf(patterns: readonly AccessPattern[]): Rights {
  const requests = patterns.flatMap((pattern) => pattern.requests);
  return {
    read: select(
      READ_ACTIONS,
      requests.filter(({ index }) => index === undefined),
    ),
    write: select(WRITE_ACTIONS, requests),
    indexes: sorted(requests.flatMap(({ index }) => (index === undefined ? [] : [index]))),
    scan: requests.some(({ action }) => action === 'Scan'),
  };
}

const READ_ACTIONS = ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'Query'] as const;
const WRITE_ACTIONS = ['BatchWriteItem', 'DeleteItem', 'PutItem', 'UpdateItem'] as const;

function select<Action extends string>(actions: readonly Action[], requests: AccessRequest[]): Action[] {
  const used = new Set<string>(requests.map(({ action }) => action));
  return sorted(actions.filter((action) => used.has(action)));
}

const sorted = <Text extends string>(texts: Text[]): Text[] => [...new Set(texts)].sort();
