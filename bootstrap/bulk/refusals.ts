import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { isPassing } from '../retry';
import { isThrottling } from './throttling';

/**
 * What DynamoDB refuses for its condition it charges all the same:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html. What became of a request
 * without an answer nobody knows.
 */
export const isCharged = (error: unknown): boolean =>
  error instanceof ConditionalCheckFailedException ||
  (error instanceof TransactionCanceledException && !isThrottling(error)) ||
  (error as { $metadata?: Metadata }).$metadata?.httpStatusCode === undefined;

/**
 * A gateway on the way answers in its own words, which the SDK does not take for DynamoDB's; and where the clocks differ,
 * the SDK has learnt by how much from the answer.
 */
export function isWorthAnother(error: unknown): boolean {
  if (isPassing(error)) return true;
  // The item is part of somebody's transaction at this very moment.
  if (error instanceof Error && error.name === 'TransactionConflictException') return true;
  const { httpStatusCode = 0, clockSkewCorrected = false } = (error as { $metadata?: Metadata }).$metadata ?? {};
  return httpStatusCode >= 500 || clockSkewCorrected;
}

interface Metadata {
  httpStatusCode?: number;
  clockSkewCorrected?: boolean;
}
