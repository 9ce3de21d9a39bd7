import type { Outcome } from './outcome';
import type { StreamRecord } from './stream-record';

/** An invocation that a function has answered, or failed in. */
export interface Invocation {
  requestId: string;
  functionError?: string;
}

/** Records of a batch that are delivered together: the whole of it, or what splitting and partial success left. */
export interface Portion {
  records: readonly StreamRecord[];
  /** How often these very records have been delivered in vain; splitting a batch does not count. */
  failures: number;
  /** How often they have been delivered at all. */
  invocations: number;
  /** The latest of these deliveries. */
  last?: Invocation;
  /** How often in a row they could not be delivered: no attempt, since the function has not run. */
  refusals: number;
}

export interface RetrySettings {
  /** BisectBatchOnFunctionError. */
  bisect: boolean;
  /** MaximumRetryAttempts; -1 for no limit. */
  maximumRetries: number;
}

/** What follows from an invocation. */
export interface Consequence {
  /** What is still to be delivered of the portion, in order. */
  remaining: Portion[];
  /** What is given up, its retries exhausted. */
  discarded?: Portion;
}

/** A batch as it begins. */
export function wholeBatch(records: readonly StreamRecord[]): Portion {
  return { records, failures: 0, invocations: 0, refusals: 0 };
}

/**
 * Decides what becomes of a portion that has just been delivered. A failed one is split in two, where the mapping says so and it
 * has more than one record, else it is tried again until its retries are exhausted. Of one that failed in part, the records
 * from the first failed one on remain: with splitting they are the second half, which does not count as a retry.
 * Sources: AWS Lambda developer guide, "Process DynamoDB records with Lambda", error handling ("Splitting a batch does not
 * count towards the retry quota"), and "Configuring partial batch response", Bisecting a batch.
 */
export function afterInvocation(
  portion: Portion,
  { outcome, invocation }: { outcome: Outcome; invocation: Invocation },
  settings: RetrySettings,
): Consequence {
  if (outcome.kind === 'succeeded') return { remaining: [] };
  const delivered = { ...portion, invocations: portion.invocations + 1, last: invocation, refusals: 0 };
  if (outcome.kind === 'failed') {
    const isSplit = settings.bisect && portion.records.length > 1;
    return isSplit ? { remaining: halvesOf(delivered) } : retry(delivered, settings);
  }
  const rest = { ...delivered, records: portion.records.slice(outcome.failedFrom) };
  return settings.bisect ? { remaining: [rest] } : retry(rest, settings);
}

/** The records at the front that are too old to be delivered, as a portion of their own, and the rest. */
export function splitByAge(portion: Portion, isTooOld: (record: StreamRecord) => boolean): [Portion, Portion] {
  const firstYoung = portion.records.findIndex((record) => !isTooOld(record));
  const count = firstYoung < 0 ? portion.records.length : firstYoung;
  return [
    { ...portion, records: portion.records.slice(0, count) },
    { ...portion, records: portion.records.slice(count) },
  ];
}

function halvesOf(portion: Portion): Portion[] {
  const middle = Math.ceil(portion.records.length / 2);
  return [
    { ...portion, records: portion.records.slice(0, middle) },
    { ...portion, records: portion.records.slice(middle) },
  ];
}

function retry(portion: Portion, { maximumRetries }: RetrySettings): Consequence {
  const failures = portion.failures + 1;
  const isExhausted = maximumRetries >= 0 && failures > maximumRetries;
  return isExhausted
    ? { remaining: [], discarded: { ...portion, failures } }
    : { remaining: [{ ...portion, failures }] };
}
