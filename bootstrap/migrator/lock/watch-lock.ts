import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type LockItem, readLock } from './lock-item';

export interface WatchedLock {
  holder: LockItem;
  /** False where it gave no sign of life for a whole lease: it was left behind, and the next run takes it over. */
  isAlive: boolean;
}

/**
 * Whether somebody holds the lock of a table's migrations, and lives: watched until its next heartbeat, for one lease at
 * the longest. Undefined where nobody holds it, or it was let go meanwhile. Reads only.
 */
export async function watchLock(
  client: DynamoDBClient,
  tableName: string,
  signal: AbortSignal,
): Promise<WatchedLock | undefined> {
  const holder = await readLock(client, tableName);
  if (holder?.state !== 'held') return undefined;
  const end = performance.now() + holder.lease;
  while (performance.now() < end) {
    await delay(Math.min(500, holder.lease / 5), undefined, { signal });
    const now = await readLock(client, tableName);
    if (now?.state !== 'held') return undefined;
    if (now.nonce !== holder.nonce) return { holder: now, isAlive: true };
  }
  return { holder, isAlive: false };
}
