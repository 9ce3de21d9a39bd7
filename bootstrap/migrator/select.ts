import { BootstrapError } from '../errors';
import { requireServed } from './ahead';
import { type CheckOptions, checkLedger } from './check';
import { commandFor } from './command-for';
import { type LedgerRecord, readLedger } from './ledger';
import type { MigrationFile, Phase } from './migration';
import type { RunOptions } from './run-options';

export interface Selection {
  /** `expand` (the default) runs before plan and apply, `contract` after a successful apply, `all` is for a run by hand. */
  phase?: Phase | 'all';
  /** The last one to apply. */
  to?: string;
}

/**
 * The migrations that `migrate` would apply, in order, after all checks of the files against the ledger. One Query, and
 * one read of each migration's file. Where the table is ahead of this code, but not too far, an event says so.
 *
 * @throws {BootstrapError} as `checkLedger` and `requireServed`, and `unknown-migration`, `expand-pending`
 */
export async function pendingMigrations(
  options: RunOptions & Selection & Pick<CheckOptions, 'isLocked'>,
): Promise<MigrationFile[]> {
  const { client, tableName, migrations, onEvent = () => {} } = options;
  const records = await readLedger(client, tableName);
  checkLedger(migrations, records, options);
  const ahead = requireServed(migrations, records, options.deployment);
  // A deploy, whose contract migrations come last, has been told so when it began.
  if (ahead.length > 0 && options.phase !== 'contract') onEvent({ type: 'ahead', names: ahead });
  return selectPending(migrations, records, options);
}

/** @throws {BootstrapError} `unknown-migration`, `expand-pending` */
function selectPending(
  migrations: readonly MigrationFile[],
  records: readonly LedgerRecord[],
  { phase = 'expand', to, deployment }: Selection & Pick<RunOptions, 'deployment'>,
): MigrationFile[] {
  const last = to === undefined ? migrations.length - 1 : positionOf(to, migrations);
  const applied = new Set(records.filter(({ state }) => state === 'applied').map(({ name }) => name));
  const pending = migrations.slice(0, last + 1).filter(({ name }) => !applied.has(name));
  if (phase === 'all') return pending;
  const selected = pending.filter((file) => phaseOf(file) === phase);
  if (phase === 'contract') requireExpanded(pending, selected, deployment);
  return selected;
}

export const phaseOf = (file: MigrationFile): Phase => file.load().phase ?? 'expand';

/** A contract migration never runs before the expand ones ahead of it. */
function requireExpanded(
  pending: readonly MigrationFile[],
  selected: readonly MigrationFile[],
  deployment: string | undefined,
): void {
  const last = selected.at(-1);
  const ahead = last && pending.find((file) => file.name < last.name && phaseOf(file) === 'expand');
  if (!last || !ahead) return;
  throw new BootstrapError(
    'expand-pending',
    `The contract migration ${last.name} can't run: the expand migration ${ahead.name}, which is ahead of it, is pending. ` +
      `Run ${commandFor('yarn bootstrap', deployment)} first.`,
  );
}

/** @throws {BootstrapError} `unknown-migration` */
export function positionOf(name: string, migrations: readonly MigrationFile[]): number {
  const position = migrations.findIndex((migration) => migration.name === name);
  if (position >= 0) return position;
  throw new BootstrapError(
    'unknown-migration',
    `There is no migration ${name}. The migrations are: ${migrations.map((migration) => migration.name).join(', ') || 'none'}.`,
  );
}
