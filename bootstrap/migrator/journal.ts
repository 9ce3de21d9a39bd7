import type { UmzugStorage } from 'umzug';
import { BootstrapError } from '../errors';
import type { BackfillTotals } from './backfill/backfill-totals';
import { keepFailures, readFailures } from './backfill/failures';
import { forgetBackfills } from './backfill/forget-backfills';
import type { BackfillId } from './backfill/keys';
import { type LedgerRecord, writeRecord } from './ledger';
import type { MigrationFile, Phase } from './migration';
import { describeOwner } from './owner';
import type { LockedRun } from './with-lock';

export type Direction = 'up' | 'down';

/** Keeps the ledger in step with a run: `running` before a migration's body, its outcome after it. */
export interface Journal {
  /** Runs the body. One that throws is recorded as `failed`, with its error; its success is recorded by the storage. */
  attempt(file: MigrationFile, phase: Phase, body: () => Promise<unknown>): Promise<void>;
  /** What a backfill of a migration that runs has done, for its record. */
  noteBackfill(name: string, backfill: string, totals: BackfillTotals): void;
  /** Whether this run has begun the migration. */
  hasBegun(name: string): boolean;
  storage: UmzugStorage<object>;
}

/**
 * @param names of the migrations that are to run, as they were chosen by what the ledger says
 * @param haveBackfills names of those that have backfills in the ledger from earlier runs
 */
export function createJournal(
  direction: Direction,
  names: readonly string[],
  haveBackfills: ReadonlySet<string>,
  run: LockedRun,
): Journal {
  const { client, tableName, lock, identity, signal, onEvent = () => {} } = run;
  const open = new Map<string, { record: LedgerRecord; start: number }>();

  async function finish(name: string, outcome: Pick<LedgerRecord, 'state' | 'error'>): Promise<LedgerRecord> {
    const { record, start } = open.get(name) ?? unopened(name);
    const durationMilliseconds = Math.round(performance.now() - start);
    const finished = { ...record, ...outcome, finishedAt: new Date().toISOString(), durationMilliseconds };
    await writeRecord(client, tableName, lock, finished);
    onEvent({ type: outcome.state, name, durationMilliseconds });
    return finished;
  }

  async function finishBody(name: string, state: 'applied' | 'reverted'): Promise<void> {
    const { backfills } = await finish(name, { state }).catch((cause) => {
      if (cause instanceof BootstrapError) throw cause;
      throw notRecorded(name, state, cause);
    });
    // It is recorded what they did: from here on their checkpoints would only mislead a later run. Of the items that failed
    // those stay that can be tried again: on this way, in a backfill that there still is.
    if (!backfills && !haveBackfills.has(name) && state === 'applied') return;
    const isKept = (id: BackfillId) => id.direction === direction && backfills?.[id.name] !== undefined;
    const forget = async () => {
      await keepFailures(client, tableName, lock, readFailures(client, tableName, { migration: name }), isKept);
      await forgetBackfills(client, tableName, name);
    };
    await forget().catch((error: Error) =>
      // It is done and recorded. What is left is forgotten by the next run that goes the other way.
      onEvent({ type: 'warning', message: notForgotten(name, error) }),
    );
  }

  return {
    attempt: async ({ name, checksum }, phase, body) => {
      signal.throwIfAborted();
      const record: LedgerRecord = {
        name,
        state: 'running',
        phase,
        checksum: checksum(),
        by: describeOwner(identity),
        startedAt: new Date().toISOString(),
      };
      open.set(name, { record, start: performance.now() });
      await writeRecord(client, tableName, lock, record);
      onEvent({ type: direction === 'up' ? 'applying' : 'reverting', name });
      try {
        await body();
      } catch (error) {
        const failed = { state: 'failed', error: shortened(error) } as const;
        // Where that can't be recorded either, what it threw still matters more; `running` counts as not applied too.
        await finish(name, failed).catch(() => undefined);
        throw error;
      }
    },
    noteBackfill: (name, backfill, totals) => {
      const { record } = open.get(name) ?? unopened(name);
      record.backfills = { ...record.backfills, [backfill]: totals };
    },
    hasBegun: (name) => open.has(name),
    storage: {
      // Umzug asks which of them need not run, or can't be reverted: none, as they were chosen under this lock.
      executed: async () => (direction === 'up' ? [] : [...names]),
      logMigration: ({ name }) => finishBody(name, 'applied'),
      unlogMigration: ({ name }) => finishBody(name, 'reverted'),
    },
  };
}

/** An item has 400 KB, and a page of the ledger 1 MB: an error that quotes what it was given is not to fill them. */
const LONGEST_ERROR = 4_096;

const shortened = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, LONGEST_ERROR);

function notRecorded(name: string, state: 'applied' | 'reverted', cause: unknown): BootstrapError {
  const body = state === 'applied' ? 'up' : 'down';
  return new BootstrapError(
    'not-recorded',
    `Migration ${name} ran to its end, but that could not be recorded: ${cause instanceof Error ? cause.message : cause}. ` +
      `It counts as not ${state}: its ${body} runs again with the next run of the command.`,
    { cause },
  );
}

const notForgotten = (name: string, { message }: Error): string =>
  `The checkpoints of migration ${name} could not be deleted (${message}). They take up some room in the table, and do no harm.`;

function unopened(name: string): never {
  throw new Error(`Umzug recorded ${name}, which this run did not begin.`);
}
