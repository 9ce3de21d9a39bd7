import { functionArn } from '../functions';
import type { EventSourceContext } from './context';
import { type DiscardReason, failureRecord } from './failure-record';
import type { EventSourceMapping } from './mappings';
import type { Portion } from './portions';

/**
 * Gives records up: tells the mapping's destination, if it has one. Where that cannot be told the records are given up all
 * the same, as Lambda does, which counts it in the metric DestinationDeliveryFailures: here it is in the gateway's log.
 */
export function discard(
  { place, queues, onLog }: Pick<EventSourceContext, 'place' | 'queues' | 'onLog'>,
  discarded: {
    mapping: EventSourceMapping;
    shardId: string;
    reason: DiscardReason;
    portion: Portion;
  },
): void {
  const { mapping, portion, reason } = discarded;
  const { functionName, streamArn, settings } = mapping;
  const queueArn = settings.DestinationConfig.OnFailure?.Destination;
  const what = `lambda: ${portion.records.length} record(s) of ${streamArn} given up for ${functionName} (${reason})`;
  if (queueArn === undefined) {
    onLog(`${what}; the mapping ${mapping.uuid} has no destination for them`);
    return;
  }
  const document = failureRecord({
    ...discarded,
    functionArn: functionArn(place, functionName),
    streamArn,
    now: new Date(),
  });
  try {
    if (!queues.maySend(functionName, queueArn)) throw new Error('its role may not do sqs:SendMessage there');
    queues.send(queueArn, JSON.stringify(document));
    onLog(`${what}: sent to ${queueArn}`);
  } catch (error) {
    onLog(`${what}, and could not be sent to ${queueArn}: ${String(error)}`);
  }
}
