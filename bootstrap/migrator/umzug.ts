import { MigrationError, type RunnableMigration, Umzug } from 'umzug';
import { BootstrapError } from '../errors';
import { type BackfillHeader, readHeaders } from './backfill/backfill-header';
import { createBackfillStep } from './backfill/backfill-step';
import { keepFailures, readFailures } from './backfill/failures';
import { forgetBackfills } from './backfill/forget-backfills';
import type { BackfillId } from './backfill/keys';
import { callBody } from './call-body';
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
  const umzug = createUmzug(migrations, { direction, journal, run, headers });
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
  /** Of the backfills in the ledger, from earlier runs. */
  headers: readonly BackfillHeader[];
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
  const { name } = file;
  const { phase = 'expand', up, down } = file.load();
  const attempt = (body: Migration['up']) =>
    surroundings.journal.attempt(file, phase, async () => {
      await forgetOtherWays(name, surroundings);
      return callBody(body, { name, context: contextOf(name, surroundings) });
    });
  return { name, path: file.path, up: () => attempt(up), down: down && (() => attempt(down)) };
}

/**
 * Forgets what earlier attempts have left that this one does not go on with. What it does undoes a part of what checkpoints
 * of the other way say is done, with or without a backfill; and an item that failed in a backfill which begins anew is met
 * again.
 */
async function forgetOtherWays(name: string, { direction, run, headers }: Surroundings): Promise<void> {
  const { client, tableName, lock } = run;
  const own = headers.filter(({ migration }) => migration === name);
  const wentOtherWay = own.some((header) => header.direction !== direction);
  const goesOn = (id: BackfillId) =>
    !wentOtherWay && own.some((header) => header.direction === id.direction && header.name === id.name);
  await keepFailures(client, tableName, lock, readFailures(client, tableName, { migration: name }), goesOn);
  if (wentOtherWay) await forgetBackfills(client, tableName, name);
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
