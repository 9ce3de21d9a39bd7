import type { EventSourceContext } from './context';
import type { EventSourceMapping } from './mappings';
import { backoffMilliseconds, pause } from './pause';
import { pollShard } from './poll-shard';
import { readableShards } from './shards';

interface MappingPolling {
  context: EventSourceContext;
  uuid: string;
  /** The mapping as it is now; undefined when it is gone. */
  mapping(): EventSourceMapping | undefined;
  onResult(result: string): void;
  signal: AbortSignal;
}

/**
 * Feeds a mapping's function from all shards of its stream, until the signal is given or the mapping is gone. What goes
 * wrong with the stream (it is gone, the role may no longer read it, DynamoDB Local is down) is logged and tried again.
 */
export async function pollMapping(polling: MappingPolling): Promise<void> {
  const { context, uuid, signal } = polling;
  let failures = 0;
  let logged = '';
  while (!signal.aborted && polling.mapping()) {
    const begin = performance.now();
    try {
      await pollStream(polling);
      failures = 0;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== logged) context.onLog(`lambda: event source mapping ${uuid}: ${reason}`);
      logged = reason;
      polling.onResult(`PROBLEM: ${reason}`);
      failures = performance.now() - begin > LONG_ENOUGH_MILLISECONDS ? 1 : failures + 1;
      await pause(backoffMilliseconds(failures), signal);
    }
  }
}

/** A stream that could be read for so long has a new trouble, not the old one still. */
const LONG_ENOUGH_MILLISECONDS = 30_000;

/**
 * Shards are split, and followed by new ones, some four times a day: how often to look for new ones while others are
 * read. One that ends is followed by a look at once.
 */
const LOOK_MILLISECONDS = 10_000;

/** Reads every shard that can be read, and those that come. Throws what any of them throws, when all have stopped. */
async function pollStream(polling: MappingPolling): Promise<void> {
  const { context, uuid } = polling;
  const failed = new AbortController();
  const signal = AbortSignal.any([polling.signal, failed.signal]);
  const running = new Map<string, Promise<void>>();
  let lookAgain = new AbortController();
  const run = (shardId: string) => {
    const ended = pollShard({ ...polling, shardId, signal })
      .catch((error: unknown) => failed.abort(error))
      .finally(() => {
        running.delete(shardId);
        lookAgain.abort();
      });
    running.set(shardId, ended);
  };
  try {
    for (let mapping = polling.mapping(); mapping && !signal.aborted; mapping = polling.mapping()) {
      lookAgain = new AbortController();
      const shards = await context.streamsAs(mapping.functionName).shardsOf(mapping.streamArn);
      const shardIds = shards.map(({ id }) => id);
      context.checkpoints.keepShards(uuid, shardIds);
      for (const { id } of readableShards(shards, context.checkpoints.of(uuid))) {
        if (!running.has(id)) run(id);
      }
      await pause(LOOK_MILLISECONDS, AbortSignal.any([signal, lookAgain.signal]));
    }
  } catch (error) {
    failed.abort(error);
  }
  await Promise.all(running.values());
  if (failed.signal.aborted) throw failed.signal.reason;
}
