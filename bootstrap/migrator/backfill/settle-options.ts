import type { TableDescription } from '@aws-sdk/client-dynamodb';
import { BootstrapError } from '../../errors';
import type { BackfillOptions, Limit } from './backfill-options';

/** A segment of this size is a few seconds' work, and a share of a partition: DynamoDB's have up to 10 GB. */
const BYTES_PER_SEGMENT = 32 * 1024 * 1024;
const FEWEST = 16;
const MOST = 1_000;
/** Their checkpoints are read at once, and in the order of five digits. */
const MOST_SEGMENTS = 10_000;

/** How many segments a backfill of a table of this size begins with, where it does not say. A Query has one. */
export function defaultSegments({ TableSizeBytes = 0 }: TableDescription, isQuery: boolean): number {
  return isQuery ? 1 : Math.min(MOST, Math.max(FEWEST, Math.ceil(TableSizeBytes / BYTES_PER_SEGMENT)));
}

/**
 * Units per second, of a number or a share of what is provisioned.
 *
 * @throws {BootstrapError} `backfill-invalid` where nothing is provisioned
 */
export function resolveLimit(
  limit: Limit | undefined,
  kind: 'read' | 'write',
  table: TableDescription,
): number | undefined {
  if (typeof limit !== 'string') return limit;
  const { ReadCapacityUnits = 0, WriteCapacityUnits = 0 } = table.ProvisionedThroughput ?? {};
  const provisioned = kind === 'read' ? ReadCapacityUnits : WriteCapacityUnits;
  if (provisioned > 0) return Math.max(1, (provisioned * Number.parseFloat(limit)) / 100);
  throw invalid(
    `${limit} of the provisioned ${kind} units can't be taken: table ${table.TableName} is on-demand. Give units per second`,
  );
}

/** @throws {BootstrapError} `backfill-invalid`, with the value and what it may be */
export function checkOptions<Stored>(options: BackfillOptions<Stored>): void {
  const { name, match, transform, segments, maxReadUnits, maxWriteUnits, onError } = options;
  if (name !== undefined && !/^[\w.-]{1,100}$/.test(name)) {
    throw invalid(`its name ${JSON.stringify(name)} is not 1 to 100 characters of a-z A-Z 0-9 . _ -`);
  }
  if (typeof transform !== 'function') throw invalid(`its transform is no function but ${typeof transform}`);
  if (segments !== undefined && !(Number.isInteger(segments) && segments >= 1 && segments <= MOST_SEGMENTS)) {
    throw invalid(`segments is ${segments}; give a whole number from 1 to ${MOST_SEGMENTS}`);
  }
  if (onError !== undefined && onError !== 'stop' && onError !== 'skip') {
    throw invalid(`onError is ${JSON.stringify(onError)}; give 'stop' or 'skip'`);
  }
  for (const [what, limit] of Object.entries({ maxReadUnits, maxWriteUnits })) {
    if (limit !== undefined && !isLimit(limit))
      throw invalid(`${what} is ${JSON.stringify(limit)}; give units per second from 1, or a share such as '50%'`);
  }
  if (typeof match !== 'object') return;
  const unknown = Object.keys(match).find((what) => !MATCH.includes(what));
  // Left out in silence, it would match more than was meant.
  if (unknown !== undefined) throw invalid(`match has no ${unknown}; it takes ${MATCH.join(', ')}`);
  if (match.sortKeyPrefix !== undefined && match.partition === undefined) {
    throw invalid('sortKeyPrefix needs a partition');
  }
  if (match.partition !== undefined && segments !== undefined && segments > 1) {
    throw invalid(`a partition is read by one Query: segments can't be ${segments}`);
  }
}

const MATCH: readonly string[] = ['entity', 'partition', 'sortKeyPrefix', 'filter', 'where'];

const isLimit = (limit: Limit): boolean =>
  typeof limit === 'number'
    ? Number.isFinite(limit) && limit >= 1
    : /^\d+(\.\d+)?%$/.test(limit) && Number.parseFloat(limit) > 0 && Number.parseFloat(limit) <= 100;

const invalid = (reason: string): BootstrapError =>
  new BootstrapError('backfill-invalid', `A backfill can't be run: ${reason}. Nothing was changed.`);
