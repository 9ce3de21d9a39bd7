import { randomUUID } from 'node:crypto';
import type { Portion } from './portions';

/** Why records were given up. */
export type DiscardReason = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** The last invocation that the records were part of. */
export interface LastInvocation {
  requestId: string;
  functionError?: string;
}

/**
 * The document that Lambda sends to a mapping's destination for a batch that it gives up: which records these are, not what
 * is in them; they can be read from the stream for a day. Source: AWS Lambda developer guide, "Retain discarded batch
 * records for a DynamoDB event source in Lambda", example.
 *
 * @param last none where they were given up before they were ever delivered; then there is no `responseContext` either
 */
export function failureRecord(options: {
  functionArn: string;
  streamArn: string;
  shardId: string;
  reason: DiscardReason;
  portion: Portion;
  last: LastInvocation | undefined;
  now: Date;
}): object {
  const { functionArn, streamArn, shardId, reason, portion, last, now } = options;
  const [first] = portion.records;
  const final = portion.records.at(-1);
  return {
    requestContext: {
      requestId: last?.requestId ?? randomUUID(),
      functionArn,
      condition: reason,
      approximateInvokeCount: portion.invocations,
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
      batchSize: portion.records.length,
      streamArn,
    },
  };
}

/** Whole seconds, as in `2019-11-14T00:13:19Z`. */
function arrival(seconds: number | undefined): string | undefined {
  if (seconds === undefined) return undefined;
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}
