import { BootstrapError } from '../errors';
import { isExecuted } from './journal';
import { type LedgerRecord, readLedger } from './ledger';
import type { MigrationFile, Phase } from './migration';
import type { RunOptions } from './run-options';
import { runWithUmzug } from './umzug';

export interface MigrateOptions extends RunOptions {
  /** Default: `expand`. */
  phase?: Phase;
  /** Stops after this migration. */
  to?: string;
}

/**
 * Applies the pending migrations in the order of their names. With nothing pending it costs one Query.
 *
 * @returns the names of those that were applied
 * @throws {BootstrapError} `unknown-migration`, `migration-invalid`, `migration-failed`
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const pending = await pendingMigrations(options);
  if (pending.length > 0) await runWithUmzug('up', pending, options);
  return pending.map(({ name }) => name);
}

/** The migrations of a phase that `migrate` would apply, in order. */
export async function pendingMigrations(options: MigrateOptions): Promise<MigrationFile[]> {
  const { client, tableName, migrations, phase = 'expand', to } = options;
  const last = to === undefined ? migrations.length - 1 : positionOf(to, migrations);
  const applied = namesOf(await readLedger(client, tableName));
  return migrations
    .slice(0, last + 1)
    .filter(({ name }) => !applied.has(name))
    .filter((file) => (file.load().phase ?? 'expand') === phase);
}

const namesOf = (records: readonly LedgerRecord[]): Set<string> =>
  new Set(records.filter((record) => isExecuted(record, 'up')).map(({ name }) => name));

/** @throws {BootstrapError} `unknown-migration` */
export function positionOf(name: string, migrations: readonly MigrationFile[]): number {
  const position = migrations.findIndex((migration) => migration.name === name);
  if (position >= 0) return position;
  throw new BootstrapError(
    'unknown-migration',
    `There is no migration ${name}. The migrations are: ${migrations.map((migration) => migration.name).join(', ') || 'none'}.`,
  );
}
