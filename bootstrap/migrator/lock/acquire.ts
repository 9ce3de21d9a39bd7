import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BootstrapError } from '../../errors';
import { commandFor } from '../command-for';
import { type LockItem, readLock } from './lock-item';
import { type Taken, takeLock } from './take';

/** Long enough for a pause of the process or the network, short enough to wait for where a holder was killed. */
export const DEFAULT_LEASE_MILLISECONDS = 30_000;

export interface LockOptions {
  client: DynamoDBClient;
  tableName: string;
  /** In words for a person: who waits is told. */
  owner: string;
  leaseMilliseconds?: number;
  /** How long to wait for another holder; 0: not at all. Default: two leases. */
  waitMilliseconds?: number;
  /** As commands name it, for the remedies; none for `local`. */
  deployment?: string;
  signal?: AbortSignal;
  /** Called once for each holder that has to be waited for. */
  onWait?(holder: LockItem): void;
  /** Asked when the lock was let go while waiting: what it was wanted for may be done by now. */
  isStillNeeded?(): Promise<boolean>;
}

/**
 * Takes the lock, waiting for its holder where there is one. It is taken over only where its nonce stood still for a whole
 * lease of that holder, on this process's own monotonic clock.
 *
 * @returns undefined where it was not needed any more
 * @throws {BootstrapError} `locked` where the holder still lives when the wait is over
 */
export async function acquireLock(options: LockOptions): Promise<Taken | undefined> {
  const { client, tableName, owner, isStillNeeded = async () => true } = options;
  const lease = options.leaseMilliseconds ?? DEFAULT_LEASE_MILLISECONDS;
  const end = performance.now() + (options.waitMilliseconds ?? 2 * lease);
  const watch = createWatch();
  for (let waited = false; ; waited = true) {
    const sentAt = performance.now();
    const seen = await readLock(client, tableName);
    const isFree = !seen || seen.state === 'released';
    if (isFree && waited && !(await isStillNeeded())) return undefined;
    if (isFree || watch.stoodStill(seen, sentAt)) {
      const taken = await takeLock(client, tableName, seen, { owner, lease });
      if (taken) return taken;
    } else if (performance.now() >= end) {
      throw locked(options, seen);
    } else if (watch.isNew(seen)) {
      options.onWait?.(seen);
    }
    await delay(pause(seen), undefined, { signal: options.signal });
  }
}

/** Remembers since when the nonce is the same: from the end of the read that saw it first. */
function createWatch() {
  let known: { token: number; nonce: string; since: number } | undefined;
  let announced: number | undefined;
  return {
    /** @param sentAt when the read that saw it was sent: what it saw was still so then, at the earliest */
    stoodStill: ({ token, nonce, lease }: LockItem, sentAt: number): boolean => {
      if (known?.token === token && known.nonce === nonce) return sentAt - known.since >= lease;
      known = { token, nonce, since: performance.now() };
      return false;
    },
    isNew: ({ token }: LockItem): boolean => {
      const isNew = announced !== token;
      announced = token;
      return isNew;
    },
  };
}

/** With jitter, so that many who wait do not all ask at the same moment; a short lease is watched more closely. */
function pause(seen: LockItem | undefined): number {
  const longest = seen?.state === 'held' ? Math.min(500, seen.lease / 5) : 50;
  return longest * (0.5 + Math.random() / 2);
}

function locked({ tableName, deployment }: LockOptions, { owner, since }: LockItem): BootstrapError {
  return new BootstrapError(
    'locked',
    `The migrations of table ${tableName} are locked by ${owner} since ${since}. Wait for it (--wait 10m), or, if it is ` +
      `certain to hang, take the lock from it with ${commandFor('yarn migrate unlock', deployment)} --force: what it still ` +
      'does is then not recorded.',
  );
}
