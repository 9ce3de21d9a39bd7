import { KEY_READ_ACTIONS, STREAM_ACTIONS, STREAM_LIST_ACTIONS } from './actions';
import { keyStatements } from './key';
import { allowDynamodb, type Statement } from './statement';
import type { TableResources } from './table-resources';

/** What an event source mapping needs to read the table's stream in the function's name. */
export const streamStatements = (resources: TableResources): Statement[] => [
  ...allowDynamodb(STREAM_ACTIONS, resources.stream),
  ...allowDynamodb(STREAM_LIST_ACTIONS, '*'),
  ...keyStatements(resources, KEY_READ_ACTIONS),
];
