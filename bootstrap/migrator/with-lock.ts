import { guardClient } from './guarded-client';
import { acquireLock, DEFAULT_LEASE_MILLISECONDS } from './lock/acquire';
import { type HeldLock, holdLock } from './lock/held-lock';
import { describeOwner } from './owner';
import type { RunOptions } from './run-options';

/** A run that holds the lock: its client refuses to send anything once the lock is lost. */
export interface LockedRun extends RunOptions {
  lock: HeldLock;
  signal: AbortSignal;
}

/**
 * Runs `body` under the lock of the table's migrations.
 *
 * @param isStillNeeded asked where somebody else had the lock: by the time it is free, all may be done
 * @returns undefined where it was not needed any more
 * @throws {BootstrapError} `locked`, `lock-lost`
 */
export async function withLock<Result>(
  options: RunOptions,
  body: (run: LockedRun) => Promise<Result>,
  isStillNeeded?: () => Promise<boolean>,
): Promise<Result | undefined> {
  const { client, tableName, leaseMilliseconds: lease = DEFAULT_LEASE_MILLISECONDS, onEvent = () => {} } = options;
  const taken = await acquireLock({
    ...options,
    owner: describeOwner(options.identity),
    onWait: (holder) => onEvent({ type: 'waiting', holder }),
    isStillNeeded,
  });
  if (!taken) return undefined;
  const lock = holdLock(client, tableName, taken, lease);
  const signal = options.signal ? AbortSignal.any([options.signal, lock.signal]) : lock.signal;
  try {
    const result = await body({ ...options, client: guardClient(client, lock.assertHeld), lock, signal });
    lock.assertHeld();
    return result;
  } catch (error) {
    // Whatever else went wrong in a run that lost its lock came of that.
    lock.assertHeld();
    throw error;
  } finally {
    await lock.release().catch((error: Error) => onEvent({ type: 'warning', message: notReleased(lease, error) }));
  }
}

/** What the run did is recorded, or what went wrong in it is on its way to the caller: neither is to be hidden by this. */
const notReleased = (lease: number, { message }: Error): string =>
  `The lock of the migrations could not be released (${message}). The next run takes it over after ${lease / 1000} s.`;
