import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type LockItem, readLock } from './lock-item';
import { nextToken, replaceLock } from './take';

/**
 * Takes the lock from its holder, whether it lives or not, and leaves it released with the next token: a holder that still
 * lives can record nothing more.
 *
 * @returns the lock as it was held; undefined where nobody held it
 */
export async function forceUnlock(client: DynamoDBClient, tableName: string): Promise<LockItem | undefined> {
  for (;;) {
    const seen = await readLock(client, tableName);
    if (seen?.state !== 'held') return undefined;
    const token = await nextToken(client, tableName, seen);
    const unlocked: LockItem = { ...seen, token, nonce: randomUUID(), state: 'released' };
    // A heartbeat came between the look and the write: look again.
    if (await replaceLock(client, tableName, seen, unlocked)) return seen;
  }
}
