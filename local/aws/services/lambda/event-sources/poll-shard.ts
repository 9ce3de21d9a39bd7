import { AwsFault } from '../../../protocols/fault';
import { type BatchingSettings, type GatheredRecord, hasRoom, nextBatch } from './batching';
import { positionAfter, type ShardProgress } from './checkpoints';
import type { EventSourceContext } from './context';
import { deliverBatch } from './deliver-batch';
import { parseFilterPattern } from './filter-pattern';
import type { EventSourceMapping } from './mappings';
import { pause } from './pause';
import type { StreamRecord } from './stream-record';
import type { Streams } from './streams';

interface ShardPolling {
  context: EventSourceContext;
  uuid: string;
  shardId: string;
  mapping(): EventSourceMapping | undefined;
  onResult(result: string): void;
  signal: AbortSignal;
}

/**
 * Reads a shard from its checkpoint on and delivers what it has, one batch after the other. Resolves when the shard is
 * closed and all of it is done, when the signal is given, or when the mapping is gone. Throws what reading the stream
 * throws.
 */
export async function pollShard(polling: ShardPolling): Promise<void> {
  const { context, uuid, shardId, signal } = polling;
  const { checkpoints } = context;
  const record = (progress: ShardProgress) => checkpoints.record(uuid, shardId, progress);
  const reader = openReader(polling);
  let gathered: GatheredRecord[] = [];

  for (;;) {
    const mapping = polling.mapping();
    if (!mapping || signal.aborted) return;
    const settings = batchingOf(mapping);
    const read = hasRoom(gathered, settings) ? await reader.read(mapping) : [];
    gathered.push(...read);
    const batch = nextBatch(gathered, { ...settings, now: Date.now(), isAtEnd: reader.isAtEnd() });
    if (batch) {
      let after = '';
      const onDone = (sequenceNumber: string) => {
        after = sequenceNumber;
        record({ after });
      };
      await deliverBatch(batch, { ...polling, onDone });
      // Cut short: what is left of it is delivered again from the checkpoint on.
      if (after !== batch.through) return;
      gathered = gathered.slice(batch.used);
    } else if (reader.isAtEnd()) {
      return record({ isFinished: true });
    } else if (read.length === 0) {
      await pause(POLL_MILLISECONDS, signal);
    }
  }
}

/** "Lambda polls shards in your DynamoDB stream for records at a base rate of 4 times per second", says its developer guide. */
const POLL_MILLISECONDS = 250;

function batchingOf({ settings }: EventSourceMapping): BatchingSettings {
  return { batchSize: settings.BatchSize, windowMilliseconds: settings.MaximumBatchingWindowInSeconds * 1000 };
}

interface Reader {
  read(mapping: EventSourceMapping): Promise<GatheredRecord[]>;
  /** The shard is closed and has been read to its end. */
  isAtEnd(): boolean;
}

function openReader({ context, uuid, shardId }: ShardPolling): Reader {
  let progress = context.checkpoints.of(uuid)[shardId];
  let iterator: string | undefined;
  let isAtEnd = false;
  return {
    isAtEnd: () => isAtEnd,
    async read(mapping) {
      if (isAtEnd) return [];
      const streams = context.streamsAs(mapping.functionName);
      try {
        iterator ??= await openIterator(streams, { streamArn: mapping.streamArn, shardId }, progress);
        const page = await streams.recordsAt(mapping.streamArn, iterator);
        const last = page.records.at(-1);
        if (last) progress = { after: last.dynamodb.SequenceNumber };
        iterator = page.next;
        isAtEnd = page.next === undefined;
        return gather(page.records, mapping);
      } catch (error) {
        // After the machine has slept, say.
        if (!isFault(error, 'ExpiredIteratorException')) throw error;
        iterator = undefined;
        return [];
      }
    },
  };
}

async function openIterator(
  streams: Streams,
  shard: { streamArn: string; shardId: string },
  progress: ShardProgress | undefined,
): Promise<string> {
  try {
    return await streams.iteratorAt(shard, positionAfter(progress));
  } catch (error) {
    // The checkpoint lies further back than the stream reaches, a day: its oldest record is what comes next.
    if (!isFault(error, 'TrimmedDataAccessException')) throw error;
    return streams.iteratorAt(shard, { type: 'TRIM_HORIZON' });
  }
}

function isFault(error: unknown, code: string): boolean {
  return error instanceof AwsFault && error.code === code;
}

function gather(records: readonly StreamRecord[], { settings }: EventSourceMapping): GatheredRecord[] {
  const filters = settings.FilterCriteria.Filters.map(({ Pattern }) => parseFilterPattern(Pattern));
  const readAt = Date.now();
  return records.map((record) => ({
    record,
    matches: filters.length === 0 || filters.some((passes) => passes(record)),
    bytes: Buffer.byteLength(JSON.stringify(record)),
    readAt,
  }));
}
