import { setTimeout as delay } from 'node:timers/promises';
import {
  type AttributeValue,
  type DynamoDBClient,
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
      if (!(error instanceof TransactionCanceledException)) throw error;
      const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code);
      if (codes[0] === 'ConditionalCheckFailed') throw lockLost(tableName, 'somebody else has it now');
      // Somebody who takes the lock writes the fence at this very moment; the SDK does not try a transaction again.
      if (!codes.includes('TransactionConflict') || attempt === ATTEMPTS) throw error;
      await delay(2 ** attempt * 5 * (0.5 + Math.random() / 2));
    }
  }
}
