import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { type ExecuteTransactWriteInput, execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { TableError } from '../errors';
import { pauseAfter } from './pause';
import { withKnownAttributes } from './refuse-unknown';

/**
 * Does all of these writes or none.
 *
 * @returns undefined when they are done; else which of their conditions did not hold, in the writes' order
 * @throws {TableError} `conflict`, `unknown-attribute`
 */
export async function transact(...writes: Write[]): Promise<Refusal | undefined> {
  try {
    await withKnownAttributes(() => retryConflicts(() => execute(...writes)));
    return undefined;
  } catch (cause) {
    const refused = cancellationReasons(cause).map((reason) => reason === 'ConditionalCheckFailed');
    if (!refused.includes(true)) throw cause;
    return { refused, cause };
  }
}

/** What an entity's `PutTransaction`, `UpdateTransaction`, `DeleteTransaction` and `ConditionCheck` are. */
export type Write = Extract<ExecuteTransactWriteInput[number], { params: unknown }>;

/** Why nothing was written: `refused` says of each write whether its own condition did not hold. */
export interface Refusal {
  refused: boolean[];
  cause: unknown;
}

/**
 * Runs a transaction or a single write again, after a random pause that grows, while it is refused for nothing but a
 * transaction on one of its items: DynamoDB does not wait for the other one but answers "TransactionConflict", and the item
 * of a condition check counts too. The SDK retries neither by itself.
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
      await pauseAfter(attempt);
    }
  }
}

/** Why a transaction was cancelled: a code for each of its items in their order (`None` for one that was not to blame). */
export function cancellationReasons(error: unknown): string[] {
  if (!(error instanceof TransactionCanceledException)) return [];
  return error.CancellationReasons?.map(({ Code }) => Code ?? 'None') ?? [];
}

/** With the pauses between them, at most some 800 milliseconds in all. */
const ATTEMPTS = 6;

function isConflict(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  const reasons = cancellationReasons(error).filter((code) => code !== 'None');
  return reasons.length > 0 && reasons.every((code) => code === 'TransactionConflict');
}
