import { randomUUID } from 'node:crypto';
import {
  type CancellationReason,
  type DynamoDBClient,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { FENCE_KEY, LOCK_KEY, type LockItem, readFence } from './lock-item';

export interface Taken {
  token: number;
  /** `performance.now()` before the request that took it was sent: the lease runs from there. */
  sentAt: number;
}

/**
 * Takes the lock that was seen, or the one that was not there, with the next token; undefined where somebody else was
 * faster. The fence takes the new token in the same transaction: from there on a former holder can record nothing.
 */
export async function takeLock(
  client: DynamoDBClient,
  tableName: string,
  seen: LockItem | undefined,
  holder: Pick<LockItem, 'owner' | 'lease'>,
): Promise<Taken | undefined> {
  const item: LockItem = {
    ...holder,
    token: await nextToken(client, tableName, seen),
    nonce: randomUUID(),
    state: 'held',
    since: new Date().toISOString(),
  };
  return replaceLock(client, tableName, seen, item);
}

/** One more than the last, also where somebody deleted or changed the lock by hand: the fence remembers it. */
export async function nextToken(
  client: DynamoDBClient,
  tableName: string,
  seen: LockItem | undefined,
): Promise<number> {
  return Math.max(seen?.token ?? 0, await readFence(client, tableName)) + 1;
}

/** Puts `item` in the place of the lock that was seen, and its token on the fence. */
export async function replaceLock(
  client: DynamoDBClient,
  tableName: string,
  seen: LockItem | undefined,
  item: LockItem,
): Promise<Taken | undefined> {
  const sentAt = performance.now();
  try {
    await client.send(
      new TransactWriteItemsCommand({ TransactItems: [putLock(tableName, seen, item), putFence(tableName, item)] }),
    );
    return { token: item.token, sentAt };
  } catch (error) {
    if (!(error instanceof TransactionCanceledException)) throw error;
    const [lock] = error.CancellationReasons ?? [];
    // The answer to our own write may have been lost and the request sent again: then the lock that stands there is ours.
    if (lock?.Item?.nonce?.S === item.nonce) return { token: item.token, sentAt };
    if ((error.CancellationReasons ?? []).some(isRace)) return undefined;
    throw error;
  }
}

function putLock(tableName: string, seen: LockItem | undefined, item: LockItem): TransactWriteItem {
  return {
    Put: {
      TableName: tableName,
      Item: { ...LOCK_KEY, ...marshall(item) },
      ...(seen
        ? {
            ConditionExpression: '#token = :token AND nonce = :nonce',
            ExpressionAttributeNames: { '#token': 'token' },
            ExpressionAttributeValues: { ':token': { N: String(seen.token) }, ':nonce': { S: seen.nonce } },
          }
        : { ConditionExpression: 'attribute_not_exists(pk)' }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

function putFence(tableName: string, { token }: LockItem): TransactWriteItem {
  return {
    Put: {
      TableName: tableName,
      Item: { ...FENCE_KEY, token: { N: String(token) } },
      ConditionExpression: 'attribute_not_exists(pk) OR #token < :token',
      ExpressionAttributeNames: { '#token': 'token' },
      ExpressionAttributeValues: { ':token': { N: String(token) } },
    },
  };
}

const isRace = ({ Code }: CancellationReason): boolean =>
  Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict';
