import { setTimeout as delay } from 'node:timers/promises';
import { marshall } from '@aws-sdk/util-dynamodb';
import { BootstrapError } from '../../errors';
import { type LockItem, readLock } from '../lock/lock-item';
import { describeOwner } from '../owner';
import type { RunOptions } from '../run-options';
import type { BackfillHeader } from './backfill-header';
import { type ControlledHeader, readUnfinished, updateHeader } from './controlled-header';
import { resumeCommand } from './resume-command';

/** Units per second; null: no limit. What is not named stays as it is. */
export type LimitChanges = NonNullable<BackfillHeader['limits']>;

/**
 * Changes the limits of the backfill that runs on the table; where none does, of the one that ran last and is not done, for
 * its next run. A run takes notice within some two seconds.
 *
 * @returns the backfill, with all limits that were set by hand
 * @throws {BootstrapError} `no-backfill`
 */
export async function changeLimits(
  options: Pick<RunOptions, 'client' | 'tableName'>,
  changes: LimitChanges,
): Promise<BackfillHeader> {
  for (;;) {
    const [header] = await readUnfinished(options.client, options.tableName);
    if (!header) throw nothingToLimit(options.tableName);
    const { limits: former, state } = header;
    const limits = { ...former, ...changes };
    const isWritten = await updateHeader(options, header, {
      UpdateExpression: 'SET #limits = :limits',
      // Somebody else may change the other limit at the same time.
      ConditionExpression: `#state = :state AND ${former ? '#limits = :former' : 'attribute_not_exists(#limits)'}`,
      ExpressionAttributeNames: { '#limits': 'limits', '#state': 'state' },
      ExpressionAttributeValues: marshall({ ':limits': limits, ':state': state, ...(former && { ':former': former }) }),
    });
    if (isWritten) return { ...header, limits };
  }
}

type PauseOptions = Pick<
  RunOptions,
  'client' | 'tableName' | 'migrations' | 'deployment' | 'identity' | 'waitMilliseconds' | 'signal'
>;

const DEFAULT_WAIT_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 250;

/**
 * Asks the backfill that runs on the table to stop, and waits until it has.
 *
 * @returns the backfill as it stopped; it may have come to its end by then. With `waitMilliseconds` 0 as it was when it was
 *   asked to.
 * @throws {BootstrapError} `no-backfill` where none runs, `run-dead` where its run ended without a word, `not-paused` where
 *   it still runs when the wait is over
 */
export async function pauseBackfill(options: PauseOptions): Promise<BackfillHeader> {
  const { client, tableName, waitMilliseconds = DEFAULT_WAIT_MILLISECONDS, signal } = options;
  const end = performance.now() + waitMilliseconds;
  const at = new Date().toISOString();
  const isDead = createWatch();
  let last: ControlledHeader | undefined;
  for (let isAsked = false; ; isAsked = true) {
    // In this order: a run gives its lock back only when it has written how it ended.
    const lock = await readLock(client, tableName);
    const header = await findRun(options, last);
    // What it told last says more than nothing.
    if (header.state !== 'running') return { ...header, progress: header.progress ?? last?.progress };
    if (isDead(lock, header)) {
      if (isAsked) await takeBack(options, header, at);
      throw dead(header, options);
    }
    if (!isAsked) await ask(options, header, at);
    if (waitMilliseconds === 0) return header;
    if (performance.now() >= end) throw notPaused(header, waitMilliseconds);
    last = header;
    await delay(POLL_MILLISECONDS, undefined, { signal });
  }
}

/** The backfill that runs, or what became of it. One that has no header any more belongs to a migration that is done. */
async function findRun(options: PauseOptions, last: ControlledHeader | undefined): Promise<ControlledHeader> {
  const headers = await readUnfinished(options.client, options.tableName);
  if (last) return headers.find((header) => isSame(header, last)) ?? { ...last, state: 'done' };
  const running = headers.find(({ state }) => state === 'running');
  if (!running) throw nothingToPause(options, headers[0]);
  return running;
}

const isSame = (one: BackfillHeader, other: BackfillHeader): boolean =>
  one.migration === other.migration && one.direction === other.direction && one.name === other.name;

/** Tells from the lock whether a run lives: it has not got it any more, or has given no sign of life for a whole lease. */
function createWatch(): (lock: LockItem | undefined, run: ControlledHeader) => boolean {
  let known: { nonce: string; since: number } | undefined;
  return (lock, { token }) => {
    // The run began after the lock was read.
    if (lock && lock.token < token) return false;
    if (lock?.state !== 'held' || lock.token > token) return true;
    if (known?.nonce !== lock.nonce) known = { nonce: lock.nonce, since: performance.now() };
    return performance.now() - known.since >= lock.lease;
  };
}

async function ask(options: PauseOptions, header: BackfillHeader, at: string): Promise<void> {
  const by = describeOwner(options.identity);
  await updateHeader(options, header, {
    UpdateExpression: 'SET #pause = :pause',
    ConditionExpression: '#state = :running',
    ExpressionAttributeNames: { '#pause': 'pause', '#state': 'state' },
    ExpressionAttributeValues: marshall({ ':pause': { by, at }, ':running': 'running' }),
  });
}

/** What nobody hears any more is not to be left for who reads the ledger. */
async function takeBack(options: PauseOptions, header: BackfillHeader, at: string): Promise<void> {
  await updateHeader(options, header, {
    UpdateExpression: 'REMOVE #pause',
    ConditionExpression: '#pause.#at = :at',
    ExpressionAttributeNames: { '#pause': 'pause', '#at': 'at' },
    ExpressionAttributeValues: marshall({ ':at': at }),
  });
}

const describe = ({ migration, name, progress }: BackfillHeader): string =>
  `Backfill ${name} of migration ${migration}${progress ? ` (${Math.floor(progress.share * 100)} %)` : ''}`;

const nothingToLimit = (tableName: string): BootstrapError =>
  new BootstrapError(
    'no-backfill',
    `No backfill runs on table ${tableName}, and none is unfinished: there is nothing to limit. What a backfill begins with ` +
      'are its options maxReadUnits and maxWriteUnits.',
  );

function nothingToPause(options: PauseOptions, stopped: BackfillHeader | undefined): BootstrapError {
  const unfinished = stopped
    ? ` ${describe(stopped)} is ${stopped.state} already: ${resumeCommand(stopped, options)} goes on from there.`
    : '';
  return new BootstrapError('no-backfill', `No backfill runs on table ${options.tableName}.${unfinished}`);
}

const dead = (header: BackfillHeader, options: PauseOptions): BootstrapError =>
  new BootstrapError(
    'run-dead',
    `${describe(header)} does not run any more: ${header.by} ended without a word. What it had written stays: ` +
      `${resumeCommand(header, options)} goes on from there.`,
  );

const notPaused = (header: BackfillHeader, waited: number): BootstrapError =>
  new BootstrapError(
    'not-paused',
    `${describe(header)} still runs after ${Math.round(waited / 1000)} s. It has been asked to stop, and will when what is ` +
      'under way is written. To wait longer: --wait 10m.',
  );
