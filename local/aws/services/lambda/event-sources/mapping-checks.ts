import { AwsFault } from '../../../protocols/fault';
import { functionIn } from '../functions';
import type { EventSourceContext } from './context';
import type { MappingSettings } from './mapping-input';

/**
 * Holds a mapping against what it is about, as Lambda does when one is made: the stream is there, the function's role may
 * read it, and may send to the destination. Throws InvalidParameterValueException in Lambda's words, which the Terraform
 * provider knows (it tries again for a while, as a role's rights take time to spread), followed by what is missing.
 */
export async function checkStreamAccess(
  context: EventSourceContext,
  functionName: string,
  streamArn: string,
): Promise<void> {
  const streams = context.streamsAs(functionName);
  try {
    await streams.check(streamArn);
    const [shard] = await streams.shardsOf(streamArn);
    if (!shard) return;
    const iterator = await streams.iteratorAt({ streamArn, shardId: shard.id }, { type: 'TRIM_HORIZON' });
    await streams.recordsAt(streamArn, iterator, 1);
  } catch (cause) {
    if (!(cause instanceof AwsFault)) throw cause;
    throw toRefusal(cause, streamArn);
  }
}

/** The same for the queue that discarded batches are to be sent to. */
export function checkDestination(
  { queues, store, place }: EventSourceContext,
  functionName: string,
  { DestinationConfig }: Pick<MappingSettings, 'DestinationConfig'>,
): void {
  const queueArn = DestinationConfig.OnFailure?.Destination;
  if (queueArn === undefined || queues.maySend(functionName, queueArn)) return;
  const { configuration } = functionIn(store.read(), place, functionName);
  throw new AwsFault(
    'InvalidParameterValueException',
    `The provided execution role does not have permissions to call SendMessage on SQS (${configuration.Role} on ${queueArn})`,
  );
}

function toRefusal(cause: AwsFault, streamArn: string): AwsFault {
  if (cause.code === 'AccessDeniedException') {
    return new AwsFault(
      'InvalidParameterValueException',
      `Cannot access stream ${streamArn}. Please ensure the role can perform the GetRecords, GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM. (${cause.message})`,
      400,
      { cause },
    );
  }
  if (cause.code !== 'ResourceNotFoundException') return cause;
  return new AwsFault('InvalidParameterValueException', `Stream not found: ${streamArn}`, 400, { cause });
}
