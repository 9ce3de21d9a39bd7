import type { UmzugStorage } from 'umzug';
import { BootstrapError } from '../errors';
import { type LedgerRecord, writeRecord } from './ledger';
import type { MigrationContext, MigrationFile, Phase } from './migration';
import { describeOwner } from './owner';
import type { LockedRun } from './with-lock';

export type Direction = 'up' | 'down';

/** Keeps the ledger in step with a run: `running` before a migration's body, its outcome after it. */
export interface Journal {
  /** Runs the body. One that throws is recorded as `failed`, with its error; its success is recorded by the storage. */
  attempt(file: MigrationFile, phase: Phase, body: () => Promise<unknown>): Promise<void>;
  /** Whether this run has begun the migration. */
  hasBegun(name: string): boolean;
  storage: UmzugStorage<MigrationContext>;
}

/** @param names of the migrations that are to run, as they were chosen by what the ledger says */
export function createJournal(direction: Direction, names: readonly string[], run: LockedRun): Journal {
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
    try {
      await finish(name, { state });
    } catch (cause) {
      if (cause instanceof BootstrapError) throw cause;
      throw notRecorded(name, state, cause);
    }
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

function unopened(name: string): never {
  throw new Error(`Umzug recorded ${name}, which this run did not begin.`);
}
