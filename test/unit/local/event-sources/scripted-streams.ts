import { AwsFault } from '../../../../local/aws/protocols/fault';
import type { StreamRecord } from '../../../../local/aws/services/lambda/event-sources/stream-record';
import type { Position, Shard, Streams } from '../../../../local/aws/services/lambda/event-sources/streams';

interface ScriptedShard extends Shard {
  records: StreamRecord[];
  isClosed?: boolean;
}

/** A stream that does what DynamoDB Local cannot be made to do: it splits shards, forgets records and lets iterators expire. */
export interface ScriptedStreams extends Streams {
  shards: ScriptedShard[];
  /** Positions that iterators were asked for, by shard. */
  positions: [string, Position][];
  /** Answers the next call with this error. */
  failNext(code: string): void;
}

export function scriptedStreams(shards: ScriptedShard[]): ScriptedStreams {
  const failures: string[] = [];
  const positions: [string, Position][] = [];
  const maybeFail = () => {
    const code = failures.shift();
    if (code) throw new AwsFault(code, code);
  };
  const shardOf = (id: string): ScriptedShard => {
    const found = scripted.shards.find((shard) => shard.id === id);
    if (!found) throw new AwsFault('ResourceNotFoundException', id);
    return found;
  };
  const scripted: ScriptedStreams = {
    shards,
    positions,
    failNext: (code) => void failures.push(code),
    check: async () => maybeFail(),
    shardsOf: async () => {
      maybeFail();
      return scripted.shards;
    },
    iteratorAt: async ({ shardId }, position) => {
      maybeFail();
      positions.push([shardId, position]);
      const { records } = shardOf(shardId);
      const isDone = (record: StreamRecord) =>
        'sequenceNumber' in position && record.dynamodb.SequenceNumber <= position.sequenceNumber;
      return `${shardId}|${position.type === 'LATEST' ? records.length : records.filter(isDone).length}`;
    },
    recordsAt: async (_streamArn, iterator) => {
      maybeFail();
      const [shardId = '', from = '0'] = iterator.split('|');
      const { records, isClosed } = shardOf(shardId);
      const page = { records: records.slice(Number(from)) };
      return isClosed ? page : { ...page, next: `${shardId}|${records.length}` };
    },
  };
  return scripted;
}
