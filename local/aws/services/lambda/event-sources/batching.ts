import type { StreamRecord } from './stream-record';

/** A record that was read from the stream and waits to be put into a batch. */
export interface GatheredRecord {
  record: StreamRecord;
  /** Passes the mapping's filters; the others are only passed over. */
  matches: boolean;
  /** Size as JSON. */
  bytes: number;
  /** Milliseconds since 1970 when it was read. */
  readAt: number;
}

/** What one invocation gets. */
export interface Batch {
  /** Empty where everything that was gathered is filtered out. */
  records: readonly StreamRecord[];
  /** How many of the gathered records it uses up: its own, and those that are passed over. */
  used: number;
  /** Sequence number of the last of these. */
  through: string;
}

export interface BatchingSettings {
  /** Most records in a batch. */
  batchSize: number;
  /** How long a record may wait for others. */
  windowMilliseconds: number;
}

/** A synchronous invocation takes 6 MB, which the event's frame is part of. Source: developer guide, "Lambda quotas". */
export const LARGEST_BATCH_BYTES = 6 * 1024 * 1024 - 64;

/** Whether more records should be read before the next batch is made. */
export function hasRoom(gathered: readonly GatheredRecord[], { batchSize }: BatchingSettings): boolean {
  return !fill(gathered, batchSize).isFull;
}

/**
 * The next batch: as many records as make it full, in number or in bytes, or those that there are once the first of them
 * has waited for the whole window. Undefined while there is something to wait for, or nothing at all.
 *
 * @param isAtEnd nothing will come after the gathered records: the shard is closed
 */
export function nextBatch(
  gathered: readonly GatheredRecord[],
  settings: BatchingSettings & { now: number; isAtEnd: boolean },
): Batch | undefined {
  const { records, used, isFull } = fill(gathered, settings.batchSize);
  const through = gathered[used - 1]?.record.dynamodb.SequenceNumber;
  if (through === undefined) return undefined;
  const [first] = records;
  const isDue = first === undefined || settings.now >= first.readAt + settings.windowMilliseconds;
  if (!isFull && !isDue && !settings.isAtEnd) return undefined;
  return { records: records.map(({ record }) => record), used, through };
}

/** The most that one batch can take from the front. */
function fill(
  gathered: readonly GatheredRecord[],
  batchSize: number,
): { records: GatheredRecord[]; used: number; isFull: boolean } {
  const records: GatheredRecord[] = [];
  let bytes = 0;
  for (const [index, candidate] of gathered.entries()) {
    if (!candidate.matches) continue;
    const isTooMuch = records.length > 0 && bytes + candidate.bytes + 1 > LARGEST_BATCH_BYTES;
    if (isTooMuch || records.length === batchSize) return { records, used: index, isFull: true };
    records.push(candidate);
    bytes += candidate.bytes + 1;
  }
  return { records, used: gathered.length, isFull: records.length === batchSize };
}
