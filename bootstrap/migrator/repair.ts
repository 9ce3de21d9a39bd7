import { BootstrapError } from '../errors';
import { short } from './check';
import { type LedgerRecord, readLedger, writeRecord } from './ledger';
import type { RunOptions } from './run-options';
import { withLock } from './with-lock';

export interface Repair {
  record: LedgerRecord;
  /** The record as it would be written. */
  repaired: LedgerRecord;
  /** What changes, for a person: `checksum: 1f2e… → 9a8b…`. */
  change: string;
}

/**
 * What `applyRepair` would change in the ledger: an edited file's new checksum, or that the file is missing on purpose.
 *
 * @returns undefined where file and record agree
 * @throws {BootstrapError} `not-applied` where the ledger has no applied migration of that name
 */
export async function planRepair(options: RunOptions, name: string): Promise<Repair | undefined> {
  const record = (await readLedger(options.client, options.tableName)).find((known) => known.name === name);
  if (record?.state !== 'applied') {
    throw new BootstrapError(
      'not-applied',
      `Migration ${name} is ${record?.state ?? 'not in the ledger'} in table ${options.tableName}: there is nothing to ` +
        'repair. What is not applied runs at the next yarn migrate up, as its file is then.',
    );
  }
  const checksum = options.migrations.find((file) => file.name === name)?.checksum();
  if (checksum === record.checksum) return undefined;
  if (checksum === undefined) {
    if (record.fileMayBeMissing) return undefined;
    return { record, repaired: { ...record, fileMayBeMissing: true }, change: 'file: missing → missing on purpose' };
  }
  return {
    record,
    repaired: { ...record, checksum },
    change: `checksum: ${short(record.checksum)} → ${short(checksum)}`,
  };
}

/** Writes a repair that was planned, and shown, under the table's lock. */
export async function applyRepair(options: RunOptions, { repaired }: Repair): Promise<void> {
  await withLock(options, (run) => writeRecord(run.client, run.tableName, run.lock.token, repaired));
}
