import { MigrationError, type RunnableMigration, Umzug } from 'umzug';
import { BootstrapError } from '../errors';
import { readHeaders } from './backfill/backfill-header';
import { createBackfillStep } from './backfill/backfill-step';
import { forgetBackfills } from './backfill/forget-backfills';
import { createContext } from './create-context';
import { createJournal, type Direction, type Journal } from './journal';
import type { Migration, MigrationContext, MigrationFile } from './migration';
import type { LockedRun } from './with-lock';

/**
 * Runs the given migrations, in the order in which they are given, with Umzug over the ledger in the table. The first
 * that fails ends the run.
 *
 * @throws {BootstrapError} `migration-failed`, with what the migration threw as its cause
 */
export async function runWithUmzug(
  direction: Direction,
  migrations: readonly MigrationFile[],
  run: LockedRun,
): Promise<void> {
  const names = migrations.map(({ name }) => name);
  const headers = await readHeaders(run.client, run.tableName);
  const journal = createJournal(direction, names, new Set(headers.map(({ migration }) => migration)), run);
  const wentOtherWay = new Set(
    headers.filter((header) => header.direction !== direction).map(({ migration }) => migration),
  );
  const umzug = createUmzug(migrations, { direction, journal, run, wentOtherWay });
  try {
    await umzug[direction]({ migrations: names });
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    const { cause } = error;
    // Interrupted between two migrations: the second has not failed.
    if (run.signal.aborted && !journal.hasBegun(error.migration.name)) throw cause;
    // Interrupted in its middle, it has not failed by anything that could be mended.
    if (run.signal.aborted && cause instanceof Error && cause.name === 'AbortError') throw cause;
    // Nor has one whose backfill somebody has paused, or whose lock is lost: the fence may tell it before the next heartbeat.
    if (cause instanceof BootstrapError && ENDS_OF_A_RUN.has(cause.code)) throw cause;
    throw new BootstrapError(
      'migration-failed',
      `Migration ${error.migration.name} failed${direction === 'down' ? ' in its down' : ''}: ` +
        `${cause instanceof Error ? cause.message : String(cause)}\n` +
        'It counts as not applied. Mend what it says, then run the command again.',
      { cause },
    );
  }
}

/** Errors that are not about the migration. */
const ENDS_OF_A_RUN = new Set(['lock-lost', 'paused']);

/** What all migrations of a run have in common. */
interface Surroundings {
  direction: Direction;
  journal: Journal;
  run: LockedRun;
  /** Names of those that have backfills of the other direction in the ledger. */
  wentOtherWay: ReadonlySet<string>;
}

function createUmzug(migrations: readonly MigrationFile[], surroundings: Surroundings): Umzug<object> {
  return new Umzug({
    // All are loaded before the first is run: one that is none stops the run before anything is written.
    migrations: migrations.map((file) => toRunnable(file, surroundings)),
    storage: surroundings.journal.storage,
    logger: undefined,
  });
}

function toRunnable(file: MigrationFile, surroundings: Surroundings): RunnableMigration<object> {
  const { direction, journal, run, wentOtherWay } = surroundings;
  const { name } = file;
  const { phase = 'expand', up, down } = file.load();
  const attempt = (body: Migration['up']) =>
    journal.attempt(file, phase, async () => {
      // What is done now undoes a part of what the checkpoints of the other way say is done, with or without a backfill.
      if (wentOtherWay.has(name)) {
        await forgetBackfills(run.client, run.tableName, name, (id) => id.direction === direction);
      }
      return body({ name, context: contextOf(name, surroundings) });
    });
  return { name, path: file.path, up: () => attempt(up), down: down && (() => attempt(down)) };
}

/** Each attempt has its own: the steps that have no name are counted. */
function contextOf(migration: string, { direction, journal, run }: Surroundings): MigrationContext {
  const { client, tableName, isLocal, signal, onEvent = () => {} } = run;
  const onWarning = (message: string) => onEvent({ type: 'warning', message });
  const backfill = createBackfillStep({ run, migration, direction }, (name, totals) =>
    journal.noteBackfill(migration, name, totals),
  );
  return createContext({ client, tableName, isLocal, signal, onWarning, backfill });
}
