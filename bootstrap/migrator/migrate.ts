import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RunOptions } from './run-options';
import { pendingMigrations, type Selection } from './select';

export type MigrateOptions = RunOptions & Selection;

/**
 * Applies the pending migrations of a phase, in the order of their names, under the table's lock. With nothing pending it
 * costs one Query and takes no lock. Of many processes that call it at once, one applies each migration, and the others
 * return when it is done.
 *
 * @returns the names of those that this call applied
 * @throws {BootstrapError} `locked`, `lock-lost`, `migration-failed`, `migration-invalid`, and what the checks of the files
 *   against the ledger find: `migration-edited`, `migration-missing`, `migration-out-of-order`, `migration-duplicate`,
 *   `contract-ahead`, `ledger-newer`, `unknown-migration`, `expand-pending`
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  if ((await pendingMigrations(options)).length === 0) return [];
  const pendingNow = (client: DynamoDBClient, isLocked: boolean) =>
    pendingMigrations({ ...options, client, isLocked, onEvent: undefined });
  // Loaded only where something is to be run: most runs have nothing to do, and every command waits for them.
  const { withLock } = require('./with-lock') as typeof import('./with-lock');
  const { runWithUmzug } = require('./umzug') as typeof import('./umzug');
  const applied = await withLock(
    options,
    async (run) => {
      // Read again: what was pending before the lock was ours may have been applied by whoever had it.
      const pending = await pendingNow(run.client, true);
      if (pending.length > 0) await runWithUmzug('up', pending, run);
      return pending.map(({ name }) => name);
    },
    async () => (await pendingNow(options.client, false)).length > 0,
  );
  return applied ?? [];
}
