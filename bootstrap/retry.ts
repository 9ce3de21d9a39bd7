import { setTimeout as delay } from 'node:timers/promises';
import { types } from 'node:util';
import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { BootstrapError } from './errors';

export interface RetryOptions {
  /** What is being done, for the error: a clause as in "Table orders: billing, on-demand → provisioned". */
  describe: () => string;
  /** How long to go on asking. Default: 10 minutes. */
  timeoutMilliseconds?: number;
  signal?: AbortSignal;
  /** What is worth asking again. Default: `isBusy`. */
  isRetriable?: (error: unknown) => boolean;
  /** Awaited after each pause, ahead of the next attempt: a wait that may last, and does not count for the time. */
  beforeRetry?: () => Promise<void>;
}

/** A first wait of at most 100 ms is plenty for DynamoDB Local; one of 20 s is a fair share of what AWS needs. */
const FIRST_CEILING_MILLISECONDS = 100;
const LAST_CEILING_MILLISECONDS = 20_000;

/**
 * Does a piece of control-plane work, again and again while DynamoDB answers that it is busy. The waits have full jitter,
 * so that many who wait for the same table do not ask all at once:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param work one attempt; it reads what stands before it asks for a change, as somebody else may have made it
 * @throws {BootstrapError} `control-plane-busy` when the time is over; any error that is not worth another attempt as it is
 */
export async function retryControlPlane<Result>(
  work: () => Promise<Result>,
  { describe, timeoutMilliseconds = 600_000, signal, isRetriable = isBusy, beforeRetry }: RetryOptions,
): Promise<Result> {
  let deadline = performance.now() + timeoutMilliseconds;
  for (let ceiling = FIRST_CEILING_MILLISECONDS; ; ceiling = Math.min(ceiling * 2, LAST_CEILING_MILLISECONDS)) {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (!isRetriable(error)) throw error;
      const remaining = deadline - performance.now();
      if (remaining <= 0) throw stillBusy(describe(), timeoutMilliseconds, error);
      await delay(Math.min(Math.random() * ceiling, remaining), undefined, { signal });
      const waitsFrom = performance.now();
      await beforeRetry?.();
      deadline += performance.now() - waitsFrom;
    }
  }
}

/** Answers that mean: not now. ContinuousBackupsUnavailableException is what a table gives that has just been made. */
const BUSY = new Set([
  'ResourceInUseException',
  'LimitExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'ContinuousBackupsUnavailableException',
]);

/** DynamoDB would take the request at another time, soon enough to wait for it. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Error && BUSY.has(error.name) && !isLastingLimit(error);

/**
 * What passes without anybody's doing: DynamoDB is busy, it failed (5xx), or the network did. The SDK has tried three times
 * by then; where much is at stake it is worth more.
 */
export const isPassing = (error: unknown): boolean =>
  isBusy(error) || (error instanceof DynamoDBServiceException && error.$fault === 'server') || isNetworkError(error);

/**
 * The codes are Node's; TimeoutError is what the SDK makes of a request or a connection that had no answer. Node's own errors
 * are no instances of the `Error` of a `vm` context, as which Jest runs its tests.
 */
const isNetworkError = (error: unknown): boolean =>
  types.isNativeError(error) &&
  (error.name === 'TimeoutError' || ('code' in error && NETWORK_CODES.has(String(error.code))));

const NETWORK_CODES = new Set([
  ...['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'],
  ...['EAI_AGAIN', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'],
]);

/**
 * A limit that lasts for hours or days. DynamoDB has the same exception for it as for too much at once; only the message
 * tells them apart, e.g. "… limited to once in 1 day(s)", "… within a given UTC day", "… in the 24h window".
 */
export const isLastingLimit = (error: unknown): boolean =>
  error instanceof Error && error.name === 'LimitExceededException' && /\bday|\b24h/i.test(error.message);

function stillBusy(what: string, timeoutMilliseconds: number, cause: unknown): BootstrapError {
  const answer = cause instanceof Error ? `${cause.name} (${cause.message})` : String(cause);
  return new BootstrapError(
    'control-plane-busy',
    `${what}: DynamoDB still answers ${answer} after ${Math.round(timeoutMilliseconds / 1000)} s. Something else is ` +
      'changing the table, or too much is changed in the account at once. Run the command again: it goes on from what ' +
      'stands then.',
    { cause },
  );
}
