import { LEDGER_PARTITION } from '../../../table/ledger-keys';
import { KEY_READ_ACTIONS } from './actions';
import { keyStatements } from './key';
import { onlyPartition } from './leading-keys';
import { allowDynamodb, type Statement } from './statement';
import type { TableResources } from './table-resources';

/**
 * What `connect()` needs in a function, whatever else the function may do: one GetItem of the ledger, for whether the
 * migrations that the function was built against are applied.
 */
export const ledgerStatements = (resources: TableResources): Statement[] => [
  ...allowDynamodb(['GetItem'], resources.table, onlyPartition(LEDGER_PARTITION)),
  ...keyStatements(resources, KEY_READ_ACTIONS),
];
