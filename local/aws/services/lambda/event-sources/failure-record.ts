import { randomUUID } from 'node:crypto';
import type { Portion } from './portions';

/** Why records were given up. */
export type DiscardReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/**
 * The document that Lambda sends to a mapping's destination for a batch that it gives up: which records these are, not what
 * is in them; they can be read from the stream for a day. Source: AWS Lambda developer guide, "Retain discarded batch
 * records for a DynamoDB event source in Lambda", example.
 * Of what was given up before it was ever delivered there is no `responseContext`.
 */
export function failureRecord(options: {
  functionArn: string;
  streamArn: string;
  shardId: string;
  reason: DiscardReason;
  portion: Portion;
  now: Date;
}): object {
  const { functionArn, streamArn, shardId, reason, portion, now } = options;
  const { records, invocations, last } = portion;
  const [first] = records;
  const final = records.at(-1);
  return {
    requestContext: {
      requestId: last?.requestId ?? randomUUID(),
      functionArn,
      condition: reason,
      approximateInvokeCount: invocations,
    },
    ...(last && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(last.functionError !== undefined && { functionError: last.functionError }),
      },
    }),
    version: '1.0',
    timestamp: now.toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.dynamodb.SequenceNumber,
      endSequenceNumber: final?.dynamodb.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first?.dynamodb.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: arrival(final?.dynamodb.ApproximateCreationDateTime),
      batchSize: records.length,
      streamArn,
    },
  };
}

/** Whole seconds, as in `2019-11-14T00:13:19Z`. */
function arrival(seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}
