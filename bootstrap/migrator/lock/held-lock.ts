import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { BootstrapError } from '../../errors';
import { createDeadline } from './deadline';
import { LOCK_KEY } from './lock-item';
import type { Taken } from './take';

export interface HeldLock {
  /** What each write to the ledger carries as its condition. */
  token: number;
  /** Aborted when the lock is lost, with the error that says how. */
  signal: AbortSignal;
  /** @throws {BootstrapError} `lock-lost`, also where the lease ran out unnoticed: a blocked event loop, a suspended process */
  assertHeld(): void;
  /** Marks the lock as released and keeps its token. One that is lost is not its own to release any more. */
  release(): Promise<void>;
}

/** Keeps a lock that was taken alive: a heartbeat each third of the lease, and a deadline of its own. */
export function holdLock(client: DynamoDBClient, tableName: string, taken: Taken, lease: number): HeldLock {
  const { token } = taken;
  const lost = new AbortController();
  const deadline = createDeadline(lease, taken.sentAt, () => lose(`it could not be renewed for ${lease / 1000} s`));
  let renewal: Promise<void> | undefined;
  // It also keeps the process alive: a migration that waits for what never comes is to hang visibly, not to end as if done.
  const heartbeat = setInterval(() => {
    renewal ??= renew().finally(() => {
      renewal = undefined;
    });
  }, lease / 3);

  function lose(how: string): void {
    stop();
    lost.abort(lockLost(tableName, how));
  }

  function stop(): void {
    clearInterval(heartbeat);
    deadline.stop();
  }

  async function renew(): Promise<void> {
    const sent = deadline.now();
    try {
      await update('SET nonce = :nonce');
      deadline.extend(sent);
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException)
        lose('somebody else has taken it over, or unlocked it by force');
      // Anything else may pass: the next heartbeat tries again, until the deadline.
    }
  }

  function update(expression: string): Promise<unknown> {
    return client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: LOCK_KEY,
        UpdateExpression: expression,
        // The nonce needs no condition: while the token is ours, nobody else changes it.
        ConditionExpression: '#token = :token AND #state = :held',
        ExpressionAttributeNames: { '#token': 'token', '#state': 'state' },
        ExpressionAttributeValues: {
          ':token': { N: String(token) },
          ':held': { S: 'held' },
          ':nonce': { S: randomUUID() },
          ...(expression.includes(':released') && { ':released': { S: 'released' } }),
        },
      }),
      // One that hangs must not keep the next from being sent, nor a run from its end. It takes whole milliseconds only.
      { abortSignal: AbortSignal.timeout(Math.ceil(lease / 3)) },
    );
  }

  function assertHeld(): void {
    if (!lost.signal.aborted && deadline.isOver()) lose(`it was not renewed for ${lease / 1000} s`);
    lost.signal.throwIfAborted();
  }

  async function release(): Promise<void> {
    stop();
    // A heartbeat under way is waited for: it must not come after the release and look like a new sign of life.
    await renewal;
    if (lost.signal.aborted) return;
    try {
      await update('SET nonce = :nonce, #state = :released');
    } catch (error) {
      // Taken over in the meantime, or released by the request whose answer was lost: there is nothing left to release.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  return { token, signal: lost.signal, assertHeld, release };
}

export function lockLost(tableName: string, how: string): BootstrapError {
  return new BootstrapError(
    'lock-lost',
    `The lock of the migrations of table ${tableName} is lost: ${how}. This run stopped and recorded nothing more. ` +
      'Whoever holds the lock now goes on from what is recorded; run the command again to be sure.',
  );
}
