import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** Exceptions, and codes of single statements and actions, which say that the table is asked for more than it gives now. */
const THROTTLING = new Set([
  'ProvisionedThroughputExceeded',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingError',
  'ThrottlingException',
]);

/** Whether an exception's name, or the code of a single statement, stands for throttling. */
export const isThrottlingCode = (code: string | undefined): boolean => code !== undefined && THROTTLING.has(code);

/** Also of a transaction that was cancelled because one of its items is throttled. */
export const isThrottling = (error: unknown): boolean =>
  error instanceof Error &&
  (isThrottlingCode(error.name) ||
    (error instanceof TransactionCanceledException &&
      (error.CancellationReasons ?? []).some(({ Code }) => isThrottlingCode(Code))));

/**
 * The reasons that DynamoDB gives with a throttled request, e.g. `TableWriteKeyRangeThroughputExceeded`:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/throttling-diagnosing.html
 */
export function throttlingReasonsOf(error: unknown): string[] {
  // `ThrottlingReasons` with the exceptions, `throttlingReasons` with the ThrottlingException of the newer model.
  const { ThrottlingReasons, throttlingReasons } = error as Record<string, { reason?: string }[] | undefined>;
  return (ThrottlingReasons ?? throttlingReasons ?? []).flatMap(({ reason }) => reason ?? []);
}
