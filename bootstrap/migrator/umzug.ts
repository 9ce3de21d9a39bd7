import { MigrationError, type RunnableMigration, Umzug } from 'umzug';
import { BootstrapError } from '../errors';
import { createContext } from './create-context';
import { createJournal, type Direction, type Journal } from './journal';
import type { MigrationContext, MigrationFile } from './migration';
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
  const journal = createJournal(direction, names, run);
  const umzug = createUmzug(migrations, journal, run);
  try {
    await umzug[direction]({ migrations: names });
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    const { cause } = error;
    // Interrupted between two migrations: the second has not failed.
    if (run.signal.aborted && !journal.hasBegun(error.migration.name)) throw cause;
    // The fence may tell it before the next heartbeat does; the migration itself has not failed.
    if (cause instanceof BootstrapError && cause.code === 'lock-lost') throw cause;
    throw new BootstrapError(
      'migration-failed',
      `Migration ${error.migration.name} failed${direction === 'down' ? ' in its down' : ''}: ` +
        `${cause instanceof Error ? cause.message : String(cause)}\n` +
        'It counts as not applied. Mend what it says, then run the command again.',
      { cause },
    );
  }
}

function createUmzug(migrations: readonly MigrationFile[], journal: Journal, run: LockedRun): Umzug<MigrationContext> {
  return new Umzug<MigrationContext>({
    // All are loaded before the first is run: one that is none stops the run before anything is written.
    migrations: migrations.map((file) => toRunnable(file, journal)),
    context: contextOf(run),
    storage: journal.storage,
    logger: undefined,
  });
}

function toRunnable(file: MigrationFile, journal: Journal): RunnableMigration<MigrationContext> {
  const { name } = file;
  const { phase = 'expand', up, down } = file.load();
  return {
    name,
    path: file.path,
    up: ({ context }) => journal.attempt(file, phase, () => up({ name, context })),
    down: down && (({ context }) => journal.attempt(file, phase, () => down({ name, context }))),
  };
}

function contextOf({ client, tableName, isLocal, signal, onEvent = () => {} }: LockedRun): MigrationContext {
  const onWarning = (message: string) => onEvent({ type: 'warning', message });
  return createContext({ client, tableName, isLocal, signal, onWarning });
}
