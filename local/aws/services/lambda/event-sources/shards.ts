import type { ShardProgress } from './checkpoints';
import type { Shard } from './streams';

/**
 * The shards that may be read now: those that are not at their end, and whose parent is, or is gone from the stream. A
 * parent's records come before its children's.
 */
export function readableShards(shards: readonly Shard[], progress: Readonly<Record<string, ShardProgress>>): Shard[] {
  const isDone = (id: string) => progress[id]?.isFinished === true;
  const isThere = (id: string) => shards.some((shard) => shard.id === id);
  return shards.filter(
    ({ id, parentId }) => !isDone(id) && (parentId === undefined || isDone(parentId) || !isThere(parentId)),
  );
}
