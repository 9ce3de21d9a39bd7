import type { IndexName } from '../../../table/table';
import { KEY_READ_ACTIONS, SCAN_ACTIONS } from './actions';
import { keyStatements } from './key';
import { allowDynamodb, type Statement } from './statement';
import { indexArn, type TableResources } from './table-resources';

export interface ScanOptions {
  /** The indexes that the function scans besides the table. Default: none. */
  indexes?: readonly IndexName[];
}

/** Allows scans. There are no leading keys here: a Scan has none that a condition could compare. */
export function scanStatements(resources: TableResources, { indexes = [] }: ScanOptions): Statement[] {
  return [
    ...allowDynamodb(SCAN_ACTIONS, resources.table),
    ...indexes.flatMap((index) => allowDynamodb(SCAN_ACTIONS, indexArn(resources, index))),
    ...keyStatements(resources, KEY_READ_ACTIONS),
  ];
}
