import type { UmzugStorage } from 'umzug';
import { BootstrapError } from '../errors';
import { type LedgerRecord, readLedger, writeRecord } from './ledger';
import type { MigrationContext, MigrationFile, Phase } from './migration';
import { describeOwner } from './owner';
import type { LockedRun } from './with-lock';

export type Direction = 'up' | 'down';

/** Keeps the ledger in step with a run: `running` before a migration's body, its outcome after it. */
export interface Journal {
  /** Runs the body. One that throws is recorded as `failed`, with its error; its success is recorded by the storage. */
  attempt(file: MigrationFile, phase: Phase, body: () => Promise<unknown>): Promise<void>;
  storage: UmzugStorage<MigrationContext>;
}

export function createJournal(direction: Direction, run: LockedRun): Journal {
  const { client, tableName, lock, identity, signal, onEvent = () => {} } = run;
  const open = new Map<string, { record: LedgerRecord; start: number }>();

  async function finish(name: string, outcome: Pick<LedgerRecord, 'state' | 'error'>): Promise<LedgerRecord> {
    const { record, start } = open.get(name) ?? unopened(name);
    const durationMilliseconds = Math.round(performance.now() - start);
    const finished = { ...record, ...outcome, finishedAt: new Date().toISOString(), durationMilliseconds };
    await writeRecord(client, tableName, lock.token, finished);
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
      await writeRecord(client, tableName, lock.token, record);
      onEvent({ type: direction === 'up' ? 'applying' : 'reverting', name });
      try {
        await body();
      } catch (error) {
        const failed = { state: 'failed', error: error instanceof Error ? error.message : String(error) } as const;
        // Where that can't be recorded either, what it threw still matters more; `running` counts as not applied too.
        await finish(name, failed).catch(() => undefined);
        throw error;
      }
    },
    storage: {
      executed: async () => {
        const records = await readLedger(client, tableName);
        return records.filter((record) => isExecuted(record, direction)).map(({ name }) => name);
      },
      logMigration: ({ name }) => finishBody(name, 'applied'),
      unlogMigration: ({ name }) => finishBody(name, 'reverted'),
    },
  };
}

/** Only `applied` needs no `up`; but what began, whatever became of it, can be taken back by `down`. */
export const isExecuted = (record: LedgerRecord, direction: Direction): boolean =>
  direction === 'up' ? record.state === 'applied' : record.state !== 'reverted';

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
