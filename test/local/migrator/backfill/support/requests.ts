import type { ProxiedRequest } from '../../../../support/fault-proxy';

/** A read of one page of the data, by one of the segments: not of the ledger. */
export const isPageRead = ({ operation, input }: ProxiedRequest): boolean => operation === 'Scan' && 'Segment' in input;

/** The note of a page that is done; with `exactlyOnce`, the page's changes with it. */
export function isCheckpoint({ operation, input }: ProxiedRequest): boolean {
  if (operation === 'UpdateItem') return isCheckpointUpdate(input);
  if (operation !== 'TransactWriteItems') return false;
  const [first] = input.TransactItems as { Update?: Record<string, unknown> }[];
  return first?.Update !== undefined && isCheckpointUpdate(first.Update);
}

/** A run makes a segment's checkpoint its own, before it reads the segment. */
export const isClaim = ({ operation, input }: ProxiedRequest): boolean =>
  (operation === 'UpdateItem' || operation === 'TransactWriteItems') &&
  JSON.stringify(input).includes('"checkpoint#') &&
  !JSON.stringify(input).includes('":counts"');

/** A claim of a segment sets no counts. */
function isCheckpointUpdate({ Key, ExpressionAttributeValues }: Record<string, unknown>): boolean {
  const isOfCheckpoint = (Key as { sk: { S: string } }).sk.S.startsWith('checkpoint#');
  return isOfCheckpoint && ':counts' in (ExpressionAttributeValues as object);
}

/** Changes of a page's items, without `exactlyOnce`: a batch of statements. */
export const isBatch = ({ operation }: ProxiedRequest): boolean => operation === 'BatchExecuteStatement';

/** Small pages, and so many of them. */
export const withPageOf = (items: number, request: ProxiedRequest): Record<string, unknown> =>
  isPageRead(request) ? { ...request.input, Limit: items } : request.input;
