import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { LEDGER_PARTITION } from '../../../table/ledger-keys';

/** The lock of a table's migrations: one item, which is never deleted, so that its token only grows. */
export interface LockItem {
  /** Grows by one with each holder: what a holder writes to the ledger carries it as a fencing token. */
  token: number;
  /** Renewed by each heartbeat: who waits need only see whether it changes, and compares no clocks. */
  nonce: string;
  state: 'held' | 'released';
  /** Milliseconds. Who sees the nonce stand still for so long may take over. */
  lease: number;
  /** Who holds it, or did last, in words for a person. */
  owner: string;
  /** When it was taken, by the holder's clock: for a person; no decision rests on it. */
  since: string;
}

export const LOCK_KEY = { pk: { S: LEDGER_PARTITION }, sk: { S: 'lock' } };

/**
 * The token alone, on an item that heartbeats leave alone: ledger writes check it in their transaction, and never conflict
 * with a renewal.
 */
export const FENCE_KEY = { pk: { S: LEDGER_PARTITION }, sk: { S: 'fence' } };

/** A consistent read; undefined where the table was never locked. */
export async function readLock(client: DynamoDBClient, tableName: string): Promise<LockItem | undefined> {
  const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: LOCK_KEY, ConsistentRead: true }));
  return Item && (unmarshall(Item) as LockItem);
}

/** The token that writes are checked against; 0 where the table was never locked. */
export async function readFence(client: DynamoDBClient, tableName: string): Promise<number> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tableName, Key: FENCE_KEY, ConsistentRead: true }),
  );
  return Number(Item?.token?.N ?? 0);
}
