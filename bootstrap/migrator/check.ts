import { BootstrapError } from '../errors';
import { isAhead, newestName } from './ahead';
import { commandFor } from './command-for';
import { BECAME, type LedgerRecord } from './ledger';
import type { MigrationFile } from './migration';

export interface CheckOptions {
  /** A pending migration may be older than one that is applied. */
  allowOutOfOrder?: boolean;
  /** The table's lock is ours: what is `running` was interrupted, where it may else be somebody's work at this moment. */
  isLocked?: boolean;
  /** To be taken back, with the `down` of the file as it was. */
  isRevert?: boolean;
  /** As commands name it, for the remedies; none for `local`. */
  deployment?: string;
}

/**
 * The files and the ledger tell the same story; else nothing may be written. Applied migrations that are newer than every
 * file are another matter, that of `requireServed`: this code is older than the table.
 *
 * @throws {BootstrapError} `migration-duplicate`, `migration-edited`, `migration-missing`, `migration-out-of-order`
 */
export function checkLedger(
  migrations: readonly MigrationFile[],
  records: readonly LedgerRecord[],
  options: CheckOptions = {},
): void {
  requireUniqueNames(migrations);
  const files = new Map(migrations.map((file) => [file.name, file]));
  const applied = records.filter(({ state }) => state === 'applied');
  const newest = newestName(migrations);
  for (const record of records) {
    if (record.state === 'reverted' || isAhead(record, newest)) continue;
    const file = files.get(record.name);
    if (!file && (record.state !== 'running' || options.isLocked)) requireAccepted(record, options);
    if (file && record.state === 'applied') requireUnchanged(record, file, options);
  }
  if (!options.allowOutOfOrder) requireOrder(migrations, applied, options);
}

function requireUniqueNames(migrations: readonly MigrationFile[]): void {
  const paths = new Map<string, string>();
  for (const { name, path } of migrations) {
    const other = paths.get(name);
    paths.set(name, path);
    if (other === undefined) continue;
    throw new BootstrapError(
      'migration-duplicate',
      `Two migrations have the name ${name}: ${other} and ${path}. Remove one, or rename the one that is not applied yet.`,
    );
  }
}

/** What was broken off counts as well: without its file it can neither be ended nor taken back. */
function requireAccepted(record: LedgerRecord, { deployment }: CheckOptions): void {
  const { name, state, startedAt, finishedAt, checksum, fileMayBeMissing } = record;
  if (fileMayBeMissing) return;
  const when = state === 'applied' ? `${finishedAt}, checksum ${short(checksum)}` : `begun ${startedAt}`;
  throw new BootstrapError(
    'migration-missing',
    `Migration ${name} ${BECAME[state]} (${when}), and there is no file of that name. Is it from another branch? Then merge ` +
      'that one. If the file is gone on purpose, accept that with ' +
      `${commandFor(`yarn migrate repair ${name}`, deployment)}.`,
  );
}

function requireUnchanged(record: LedgerRecord, file: MigrationFile, options: CheckOptions): void {
  const { deployment, isRevert } = options;
  const repair = commandFor(`yarn migrate repair ${record.name}`, deployment);
  const checksum = file.checksum();
  if (checksum === record.checksum) return;
  const remedy = isRevert
    ? `Put it back as it was, and revert that; or accept with ${repair} that it is reverted by the down that it has now.`
    : 'An applied migration does not run again: put the change into a new one. If it is meant and changes nothing, accept ' +
      `it with ${repair}.`;
  throw new BootstrapError(
    'migration-edited',
    `Migration ${record.name} was edited after it was applied (${record.finishedAt}): its checksum was ` +
      `${short(record.checksum)} and is ${short(checksum)}. ${remedy}`,
  );
}

/**
 * A contract migration waits for an apply, and newer expand migrations go ahead of it in the meantime: it is compared with
 * other contract migrations only. Nothing goes ahead of an expand migration.
 */
function requireOrder(
  migrations: readonly MigrationFile[],
  applied: readonly LedgerRecord[],
  { deployment }: CheckOptions,
): void {
  const known = new Set(applied.map(({ name }) => name));
  for (const file of migrations) {
    if (known.has(file.name)) continue;
    const newest = newestName(file.load().phase === 'contract' ? applied.filter(isContract) : applied);
    if (newest === undefined || file.name > newest) continue;
    throw new BootstrapError(
      'migration-out-of-order',
      `Migration ${file.name} is pending, and ${newest}, which is newer, is applied already. Give it a newer timestamp if ` +
        `it is to run after it; if both orders are right, let it run now with ${commandFor('yarn migrate up', deployment)} ` +
        '--allow-out-of-order.',
    );
  }
}

const isContract = ({ phase }: LedgerRecord): boolean => phase === 'contract';

/** Enough of a checksum to tell two apart. */
export const short = (checksum: string): string => checksum.slice(0, 12);
