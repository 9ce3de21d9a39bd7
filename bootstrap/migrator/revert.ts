import { BootstrapError } from '../errors';
import { mayBeMissing, newestName, requireServed } from './ahead';
import { checkLedger } from './check';
import { commandFor } from './command-for';
import { BECAME, type LedgerRecord, readLedger } from './ledger';
import type { MigrationFile } from './migration';
import type { RunOptions } from './run-options';
import { positionOf } from './select';
import { runWithUmzug } from './umzug';
import { withLock } from './with-lock';

export interface RevertOptions extends RunOptions {
  /** Reverts all that came after this one, which itself stays applied. */
  to?: string;
  /** How many to revert, the newest first. Default: 1, unless `to` is given. */
  steps?: number;
}

/**
 * Reverts migrations, the newest first, under the table's lock: applied ones, and those that failed or were interrupted.
 *
 * @returns the names of those that were reverted
 * @throws {BootstrapError} `no-down`, `migration-ahead`, and as `migrate`
 */
export async function revert(options: RevertOptions): Promise<string[]> {
  if ((await choose(options, false)).length === 0) return [];
  const reverted = await withLock(options, async (run) => {
    const chosen = await choose({ ...options, client: run.client }, true);
    if (chosen.length > 0) await runWithUmzug('down', chosen, run);
    return chosen.map(({ name }) => name);
  });
  return reverted ?? [];
}

async function choose(options: RevertOptions, isLocked: boolean): Promise<MigrationFile[]> {
  const { client, tableName, migrations, to, steps = 1, deployment } = options;
  if (to !== undefined) positionOf(to, migrations);
  const records = await readLedger(client, tableName);
  checkLedger(migrations, records, { allowOutOfOrder: true, isRevert: true, isLocked, deployment });
  requireServed(migrations, records, deployment);
  const files = new Map(migrations.map((file) => [file.name, file]));
  const newest = newestName(migrations);
  // What began, whatever became of it, can be taken back; but for what is gone on purpose.
  const newestFirst = records
    .filter(({ name, state }) => state !== 'reverted' && (to === undefined || name > to))
    .filter((record) => files.has(record.name) || !mayBeMissing(record, newest))
    .reverse();
  const wanted = to === undefined ? newestFirst.slice(0, steps) : newestFirst;
  const chosen = wanted.map((record) => files.get(record.name) ?? noFile(record, deployment));
  chosen.forEach(requireDown);
  return chosen;
}

/** The newest is reverted first: one that has no file is in the way of those before it. */
function noFile({ name, state }: LedgerRecord, deployment: string | undefined): never {
  throw new BootstrapError(
    'migration-ahead',
    `Migration ${name} ${BECAME[state]}, and this code does not have it: what came before it can't be reverted ahead of it. ` +
      'Nothing was. Use a checkout that has it; if the file is gone on purpose, accept that with ' +
      `${commandFor(`yarn migrate repair ${name}`, deployment)}.`,
  );
}

function requireDown(file: MigrationFile): void {
  if (file.load().down) return;
  throw new BootstrapError(
    'no-down',
    `Migration ${file.name} has no \`down\` and cannot be reverted; nothing was. ` +
      'Add one, or undo what it did in a new migration.',
  );
}
