import { isRecord } from '../../../../json';
import { recordOf, recordsOf } from '../../../dynamodb/attribute-values';
import { AwsFault } from '../../../protocols/fault';
import type { AwsService } from '../../../service';
import { type StreamRecord, toEventRecord } from './stream-record';

/** A part of a stream that is read in order; the ones after it name it as their parent. */
export interface Shard {
  id: string;
  parentId?: string;
}

/** Where reading begins. */
export type Position = { type: 'TRIM_HORIZON' | 'LATEST' } | { type: 'AFTER_SEQUENCE_NUMBER'; sequenceNumber: string };

/** The API of DynamoDB Streams. Each call throws an AwsFault with the code and message that the service answered. */
export interface Streams {
  /** Fails where the caller may not list streams. */
  check(streamArn: string): Promise<void>;
  /** All shards that the stream still has. */
  shardsOf(streamArn: string): Promise<Shard[]>;
  /** An iterator, for fifteen minutes. */
  iteratorAt(shard: { streamArn: string; shardId: string }, position: Position): Promise<string>;
  /** The next records; no `next` after the last of a closed shard. */
  recordsAt(streamArn: string, iterator: string, limit?: number): Promise<{ records: StreamRecord[]; next?: string }>;
}

/**
 * DynamoDB Streams as a function's role calls it: through the stand-in's own DynamoDB, which evaluates the role's policies.
 * `accessKeyOf` gives an access key of the role's session, as the role is at the time of each call.
 */
export function streamsOf(options: { dynamodb: AwsService; region: string; accessKeyOf(): string }): Streams {
  const call = (operation: string, body: object) => callStreams(options, operation, body);
  return {
    async check(streamArn) {
      await call('ListStreams', { TableName: /:table\/([^/]+)/.exec(streamArn)?.[1] });
    },
    async shardsOf(streamArn) {
      const shards: Shard[] = [];
      let last: unknown;
      do {
        const answer = await call('DescribeStream', { StreamArn: streamArn, ExclusiveStartShardId: last });
        const description = recordOf(answer.StreamDescription);
        shards.push(...recordsOf(description.Shards).map(toShard));
        last = description.LastEvaluatedShardId;
      } while (last !== undefined);
      return shards;
    },
    async iteratorAt({ streamArn, shardId }, position) {
      const answer = await call('GetShardIterator', {
        StreamArn: streamArn,
        ShardId: shardId,
        ShardIteratorType: position.type,
        ...('sequenceNumber' in position ? { SequenceNumber: position.sequenceNumber } : {}),
      });
      return String(answer.ShardIterator);
    },
    async recordsAt(streamArn, iterator, limit = LARGEST_PAGE) {
      const answer = await call('GetRecords', { ShardIterator: iterator, Limit: limit });
      const records = recordsOf(answer.Records).map((record) => toEventRecord(record, streamArn));
      return typeof answer.NextShardIterator === 'string' ? { records, next: answer.NextShardIterator } : { records };
    },
  };
}

/** GetRecords in the API reference of DynamoDB Streams, Limit. */
const LARGEST_PAGE = 1000;

function toShard(shard: Record<string, unknown>): Shard {
  const { ShardId: id, ParentShardId: parentId } = shard;
  return typeof parentId === 'string' ? { id: String(id), parentId } : { id: String(id) };
}

async function callStreams(
  { dynamodb, region, accessKeyOf }: Parameters<typeof streamsOf>[0],
  operation: string,
  body: object,
): Promise<Record<string, unknown>> {
  const accessKeyId = accessKeyOf();
  const scope = `${accessKeyId}/20120810/${region}/dynamodb/aws4_request`;
  const { status, body: answer } = await dynamodb({
    service: 'dynamodb',
    region,
    accessKeyId,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {
      'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
      'content-type': 'application/x-amz-json-1.0',
      // DynamoDB Local wants a signature of the right form, whoever's it is.
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`,
    },
    body: Buffer.from(JSON.stringify(body)),
  });
  const parsed: unknown = JSON.parse(String(answer ?? '{}'));
  const content = isRecord(parsed) ? parsed : {};
  if (status === 200) return content;
  const code =
    String(content.__type ?? 'UnknownError')
      .split('#')
      .at(-1) ?? '';
  throw new AwsFault(code, String(content.Message ?? content.message ?? code), status);
}
