import { setTimeout as delay } from 'node:timers/promises';
import {
  type AttributeValue,
  type DynamoDBClient,
  TransactionCanceledException,
  TransactionInProgressException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { isPassing } from '../../retry';
import { lockLost } from './held-lock';
import { FENCE_KEY } from './lock-item';

const ATTEMPTS = 10;

/** What a holder of the lock has to show. */
export interface Fence {
  token: number;
  /** Aborted when the lock is lost: nothing is sent any more, and no answer waited for. */
  signal?: AbortSignal;
}

/**
 * Puts an item if the fence still has this token.
 *
 * @throws {BootstrapError} `lock-lost`
 */
export const fencedPut = (
  client: DynamoDBClient,
  tableName: string,
  fence: Fence,
  item: Record<string, AttributeValue>,
): Promise<void> => fencedWrite(client, tableName, fence, [{ Put: { TableName: tableName, Item: item } }]);

/**
 * Writes up to 99 items if the fence still has this token, in one transaction. Mostly a migration's body has run by then,
 * and is not to run again because of what passes: that is tried again for some five seconds.
 *
 * @throws {BootstrapError} `lock-lost`: somebody else has taken the lock, and nothing was written
 */
export async function fencedWrite(
  client: DynamoDBClient,
  tableName: string,
  { token, signal }: Fence,
  writes: readonly TransactWriteItem[],
): Promise<void> {
  const command = new TransactWriteItemsCommand({
    TransactItems: [fenceCheck(tableName, token), ...writes],
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(command, { abortSignal: signal });
      return;
    } catch (error) {
      const codes = reasonsOf(error);
      if (codes[0] === 'ConditionalCheckFailed') throw lockLost(tableName, 'somebody else has it now');
      if (!(isPassing(error) || isPassingTransaction(error, codes)) || attempt === ATTEMPTS) throw error;
      await delay(2 ** attempt * 5 * (0.5 + Math.random() / 2), undefined, { signal });
    }
  }
}

/** The part of a transaction by which nothing of it is written where somebody else has taken the lock. */
export const fenceCheck = (tableName: string, token: number): TransactWriteItem => ({
  ConditionCheck: {
    TableName: tableName,
    Key: FENCE_KEY,
    ConditionExpression: '#token = :token',
    ExpressionAttributeNames: { '#token': 'token' },
    ExpressionAttributeValues: { ':token': { N: String(token) } },
  },
});

const reasonsOf = (error: unknown): (string | undefined)[] =>
  error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []).map(({ Code }) => Code) : [];

/**
 * Reasons of a cancelled transaction that pass: somebody takes the lock at this very moment, or the table is busy. The SDK
 * tries none of them again: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
const PASSING = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** Also where the transaction of an attempt before, whose answer did not come, is still under way. */
const isPassingTransaction = (error: unknown, codes: readonly (string | undefined)[]): boolean =>
  error instanceof TransactionInProgressException || codes.some((code) => code !== undefined && PASSING.has(code));
