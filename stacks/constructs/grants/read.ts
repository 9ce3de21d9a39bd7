import type { ReadAction } from '../../../table/rights';
import type { IndexName } from '../../../table/table';
import { INDEX_READ_ACTIONS, KEY_READ_ACTIONS, READ_ACTIONS } from './actions';
import { keyStatements } from './key';
import { onlyPartitions } from './leading-keys';
import { allowDynamodb, type Statement } from './statement';
import { indexArn, type TableResources } from './table-resources';

export interface ReadOptions {
  /** What of READ_ACTIONS the function uses on the table itself. Default: all of them. */
  actions?: readonly ReadAction[];
  /** The indexes that it queries. Default: none. */
  indexes?: readonly IndexName[];
  /** Patterns of the only partition keys, of the table and of the indexes, that it may read. Default: all. */
  leadingKeys?: readonly string[];
}

/** Allows reads by key. @throws {StacksError} `leading-keys` */
export function readStatements(
  resources: TableResources,
  { actions = READ_ACTIONS, indexes = [], leadingKeys }: ReadOptions,
): Statement[] {
  const condition = leadingKeys && onlyPartitions(leadingKeys);
  const statements = [
    ...allowDynamodb(actions, resources.table, condition),
    ...indexes.flatMap((index) => allowDynamodb(INDEX_READ_ACTIONS, indexArn(resources, index), condition)),
  ];
  return [...statements, ...(statements.length > 0 ? keyStatements(resources, KEY_READ_ACTIONS) : [])];
}
