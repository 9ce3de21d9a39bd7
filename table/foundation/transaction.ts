import { TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb';
import { type ExecuteTransactWriteInput, execute } from 'dynamodb-toolbox/entity/actions/transactWrite';
import { TableError } from '../errors';
import { pauseAfter } from './pause';
import { withKnownAttributes } from './refuse-unknown';

/**
 * Does all of these writes or none.
 *
 * @returns undefined when they are done; else which of their conditions did not hold, in the writes' order
 * @throws {TableError} `conflict`, `throttled`, `unknown-attribute`
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
 * Runs a transaction or a single write again, after a random pause that grows, while it is refused for nothing but what
 * passes: another transaction on one of its items, for which DynamoDB does not wait (the item of a condition check counts
 * too), or, of a transaction, throttling. The SDK retries none of these by itself: what throttles a part of a transaction
 * is not an error of its own but a reason why all of it was cancelled.
 *
 * @throws {TableError} `conflict` and `throttled` after the last attempt; whatever else `run` throws, as it is
 */
export async function retryConflicts<Result>(run: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (cause) {
      const passing = passingRefusal(cause);
      if (!passing) throw cause;
      if (attempt === ATTEMPTS) throw stillRefused(passing, cause);
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

/** Which of the refusals that pass it is; undefined where there is, or may be, another reason. */
function passingRefusal(error: unknown): 'conflict' | 'throttled' | undefined {
  if (error instanceof TransactionConflictException) return 'conflict';
  const reasons = cancellationReasons(error).filter((code) => code !== 'None');
  if (reasons.length === 0 || !reasons.every((code) => code === CONFLICT || THROTTLED.includes(code))) return undefined;
  return reasons.includes(CONFLICT) ? 'conflict' : 'throttled';
}

/** Codes of cancellation reasons: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const CONFLICT = 'TransactionConflict';
const THROTTLED = ['ProvisionedThroughputExceeded', 'ThrottlingError'];

const stillRefused = (code: 'conflict' | 'throttled', cause: unknown): TableError =>
  new TableError(
    code,
    code === 'conflict'
      ? `Other transactions kept the same items busy through ${ATTEMPTS} attempts. Try again.`
      : `The table could take no more through ${ATTEMPTS} attempts. Try again later.`,
    { cause },
  );
