import { setTimeout as delay } from 'node:timers/promises';
import {
  type AttributeValue,
  type DynamoDBClient,
  DynamoDBServiceException,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { lockLost } from './held-lock';
import { FENCE_KEY } from './lock-item';

const ATTEMPTS = 10;

/**
 * Puts an item if the fence still has this token, in one transaction.
 *
 * @throws {BootstrapError} `lock-lost`: somebody else has taken the lock, and nothing was written
 */
export async function fencedPut(
  client: DynamoDBClient,
  tableName: string,
  token: number,
  item: Record<string, AttributeValue>,
): Promise<void> {
  const command = new TransactWriteItemsCommand({
    TransactItems: [
      {
        ConditionCheck: {
          TableName: tableName,
          Key: FENCE_KEY,
          ConditionExpression: '#token = :token',
          ExpressionAttributeNames: { '#token': 'token' },
          ExpressionAttributeValues: { ':token': { N: String(token) } },
        },
      },
      { Put: { TableName: tableName, Item: item } },
    ],
  });
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(command);
      return;
    } catch (error) {
      const codes = reasonsOf(error);
      if (codes[0] === 'ConditionalCheckFailed') throw lockLost(tableName, 'somebody else has it now');
      if (!isPassing(error, codes) || attempt === ATTEMPTS) throw error;
      await delay(2 ** attempt * 5 * (0.5 + Math.random() / 2));
    }
  }
}

const reasonsOf = (error: unknown): (string | undefined)[] =>
  error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []).map(({ Code }) => Code) : [];

/**
 * Reasons of a cancelled transaction that pass: somebody takes the lock at this very moment, or the table is busy. The SDK
 * tries none of them again: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
const PASSING = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** An error of the server passes too. Mostly a migration's body has run by now, and is not to run again because of it. */
const isPassing = (error: unknown, codes: readonly (string | undefined)[]): boolean =>
  codes.some((code) => code !== undefined && PASSING.has(code)) ||
  (error instanceof DynamoDBServiceException && error.$fault === 'server');
