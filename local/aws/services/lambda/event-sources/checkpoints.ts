import type { Store } from '../../../store';
import type { Position, Streams } from './streams';

/** How far a shard has been worked off. */
export interface ShardProgress {
  /** The last sequence number that is done with: reading goes on after it. Without one, it begins with the oldest record. */
  after?: string;
  /** The shard is closed, and all of it done. */
  isFinished?: true;
}

/** Progress by mapping and shard, in a file of its own: it changes with every batch. */
export interface CheckpointState {
  mappings: Record<string, Record<string, ShardProgress>>;
}

export const emptyCheckpointState: CheckpointState = { mappings: {} };

/** Where the mappings have got to, kept on disk: what is recorded here is never delivered again, all after it is. */
export interface Checkpoints {
  /** The mapping's progress by shard. */
  of(uuid: string): Readonly<Record<string, ShardProgress>>;
  begin(uuid: string, progress: Record<string, ShardProgress>): void;
  /** Without effect where the mapping has been forgotten meanwhile. */
  record(uuid: string, shardId: string, progress: ShardProgress): void;
  /** Forgets the shards that the stream does not have any longer. */
  keepShards(uuid: string, shardIds: readonly string[]): void;
  forget(uuid: string): void;
}

export function checkpointsIn(store: Store<CheckpointState>): Checkpoints {
  const of = (uuid: string) => store.read().mappings[uuid] ?? {};
  return {
    of,
    begin: (uuid, progress) =>
      store.change((state) => {
        state.mappings[uuid] = progress;
      }),
    record: (uuid, shardId, progress) =>
      store.change((state) => {
        const shards = state.mappings[uuid];
        if (shards) shards[shardId] = { ...shards[shardId], ...progress };
      }),
    keepShards: (uuid, shardIds) => {
      const gone = Object.keys(of(uuid)).filter((id) => !shardIds.includes(id));
      if (gone.length === 0) return;
      store.change((state) => {
        for (const id of gone) delete state.mappings[uuid]?.[id];
      });
    },
    forget: (uuid) =>
      store.change((state) => {
        delete state.mappings[uuid];
      }),
  };
}

/** Where reading of a shard goes on. */
export function positionAfter(progress: ShardProgress | undefined): Position {
  return progress?.after === undefined
    ? { type: 'TRIM_HORIZON' }
    : { type: 'AFTER_SEQUENCE_NUMBER', sequenceNumber: progress.after };
}

/**
 * The progress to begin with so that only what comes from now on is delivered. An iterator LATEST would hold a place for
 * fifteen minutes and no restart: so each shard is read to its present end, and the last sequence number counts as done.
 */
export async function progressAtLatest(streams: Streams, streamArn: string): Promise<Record<string, ShardProgress>> {
  const progress: Record<string, ShardProgress> = {};
  for (const { id: shardId } of await streams.shardsOf(streamArn)) {
    progress[shardId] = {};
    let next: string | undefined = await streams.iteratorAt({ streamArn, shardId }, { type: 'TRIM_HORIZON' });
    while (next !== undefined) {
      const page = await streams.recordsAt(streamArn, next);
      const last = page.records.at(-1);
      if (last) progress[shardId] = { after: last.dynamodb.SequenceNumber };
      if (page.next === undefined) progress[shardId] = { ...progress[shardId], isFinished: true };
      next = last ? page.next : undefined;
    }
  }
  return progress;
}
