import { setTimeout as wait } from 'node:timers/promises';
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TableError } from './errors';

/**
 * Runs a transaction again, after a random pause that grows, while it is cancelled by nothing but another transaction on
 * one of its items: DynamoDB does not wait for the other one but answers "TransactionConflict", and the item of a
 * condition check counts too. The SDK doesn't retry a cancelled transaction by itself.
 *
 * @throws {TableError} `conflict` after the last attempt; whatever else `run` throws, as it is
 */
export async function retryConflicts<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (cause) {
      if (!isConflict(cause)) throw cause;
      if (attempt === ATTEMPTS) {
        throw new TableError(
          'conflict',
          `Other transactions kept the same items busy through ${ATTEMPTS} attempts. Try again.`,
          { cause },
        );
      }
      await wait(Math.random() * FIRST_PAUSE * 2 ** (attempt - 1));
    }
  }
}

/** Why a transaction was cancelled: a code for each of its items in their order (`None` for one that was not to blame). */
export function cancellationReasons(error: unknown): string[] {
  if (!(error instanceof TransactionCanceledException)) return [];
  return error.CancellationReasons?.map(({ Code }) => Code ?? 'None') ?? [];
}

/** With the pauses below, at most some 800 milliseconds in all. */
const ATTEMPTS = 6;

/** Milliseconds, at most. */
const FIRST_PAUSE = 25;

function isConflict(error: unknown): boolean {
  const reasons = cancellationReasons(error).filter((code) => code !== 'None');
  return reasons.length > 0 && reasons.every((code) => code === 'TransactionConflict');
}
