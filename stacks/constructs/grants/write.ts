import type { WriteAction } from '../../../table/rights';
import { KEY_WRITE_ACTIONS, WRITE_ACTIONS } from './actions';
import { keyStatements } from './key';
import { onlyPartitions } from './leading-keys';
import { allowDynamodb, type Statement } from './statement';
import type { TableResources } from './table-resources';

export interface WriteOptions {
  /** What of WRITE_ACTIONS the function uses. Default: all of them. */
  actions?: readonly WriteAction[];
  /** Patterns of the only partition keys of the table that it may write. Default: all. */
  leadingKeys?: readonly string[];
}

/** Allows writes. @throws {StacksError} `leading-keys` */
export function writeStatements(
  resources: TableResources,
  { actions = WRITE_ACTIONS, leadingKeys }: WriteOptions,
): Statement[] {
  const statements = allowDynamodb(actions, resources.table, leadingKeys && onlyPartitions(leadingKeys));
  return [...statements, ...(statements.length > 0 ? keyStatements(resources, KEY_WRITE_ACTIONS) : [])];
}
