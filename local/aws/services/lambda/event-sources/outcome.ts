import { isRecord } from '../../../../json';
import { compareSequenceNumbers, type StreamRecord } from './stream-record';

/** What an invocation made of its records. */
export type Outcome =
  | { kind: 'succeeded' }
  /** All of them are to be tried again. `functionError`: what Lambda reports of a function that failed. */
  | { kind: 'failed'; functionError?: string }
  /** Those before this index are done. */
  | { kind: 'partly failed'; failedFrom: number };

interface Answer {
  payload: Buffer;
  functionError?: string;
}

/**
 * Reads a function's answer. With ReportBatchItemFailures the lowest of the reported sequence numbers is where the records
 * begin that have failed; an empty or null answer, or list, is a success; an answer that cannot be understood, and a
 * sequence number that is missing, empty or none of the batch's, is a failure of the whole batch.
 * Source: AWS Lambda developer guide, "Configuring partial batch response with DynamoDB and Lambda".
 */
export function outcomeOf(records: readonly StreamRecord[], answer: Answer, reportsItemFailures: boolean): Outcome {
  if (answer.functionError !== undefined) return { kind: 'failed', functionError: answer.functionError };
  if (!reportsItemFailures) return { kind: 'succeeded' };
  const failures = reportedFailures(answer.payload);
  if (failures === 'unintelligible') return { kind: 'failed' };
  if (failures.length === 0) return { kind: 'succeeded' };
  const indexes = failures.map((identifier) =>
    records.findIndex(({ dynamodb }) => isSameSequenceNumber(dynamodb.SequenceNumber, identifier)),
  );
  const failedFrom = Math.min(...indexes);
  return failedFrom > 0 ? { kind: 'partly failed', failedFrom } : { kind: 'failed' };
}

function isSameSequenceNumber(one: string, other: unknown): boolean {
  return typeof other === 'string' && /^\d+$/.test(other) && compareSequenceNumbers(one, other) === 0;
}

function reportedFailures(payload: Buffer): unknown[] | 'unintelligible' {
  const response = parse(payload);
  if (response === null || response === '') return [];
  if (!isRecord(response)) return 'unintelligible';
  const { batchItemFailures: failures } = response;
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return 'unintelligible';
  return failures.map((failure: unknown) => (isRecord(failure) ? failure.itemIdentifier : undefined));
}

function parse(payload: Buffer): unknown {
  if (payload.length === 0) return null;
  try {
    return JSON.parse(payload.toString('utf8'));
  } catch {
    return undefined;
  }
}
