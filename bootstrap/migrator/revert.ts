import { BootstrapError } from '../errors';
import { isExecuted } from './journal';
import { readLedger } from './ledger';
import { positionOf } from './migrate';
import type { MigrationFile } from './migration';
import type { RunOptions } from './run-options';
import { runWithUmzug } from './umzug';

export interface RevertOptions extends RunOptions {
  /** Reverts all that came after this one, which itself stays applied. */
  to?: string;
  /** How many to revert, the newest first. Default: 1, unless `to` is given. */
  steps?: number;
}

/**
 * Reverts migrations, the newest first.
 *
 * @returns the names of those that were reverted
 * @throws {BootstrapError} `unknown-migration`, `no-down`, `migration-failed`
 */
export async function revert(options: RevertOptions): Promise<string[]> {
  const chosen = await choose(options);
  for (const file of chosen) {
    if (file.load().down) continue;
    throw new BootstrapError(
      'no-down',
      `Migration ${file.name} has no \`down\` and cannot be reverted; nothing was. ` +
        'Add one, or undo what it did in a new migration.',
    );
  }
  if (chosen.length > 0) await runWithUmzug('down', chosen, options);
  return chosen.map(({ name }) => name);
}

async function choose({ client, tableName, migrations, to, steps = 1 }: RevertOptions): Promise<MigrationFile[]> {
  const first = to === undefined ? 0 : positionOf(to, migrations) + 1;
  const records = await readLedger(client, tableName);
  const executed = new Set(records.filter((record) => isExecuted(record, 'down')).map(({ name }) => name));
  const newestFirst = migrations
    .slice(first)
    .filter(({ name }) => executed.has(name))
    .reverse();
  return to === undefined ? newestFirst.slice(0, steps) : newestFirst;
}
