import { BootstrapError } from '../errors';
import { short } from './check';
import { commandFor } from './command-for';
import { type LedgerRecord, readLedger, writeRecord } from './ledger';
import type { RunOptions } from './run-options';
import { withLock } from './with-lock';

interface Repair {
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
        `repair. What is not applied runs at the next ${commandFor('yarn migrate up', options.deployment)}, as its file is then.`,
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

/**
 * Writes a repair that was planned, and shown, under the table's lock, if it is still the same: between the look and the
 * lock somebody may have reverted the migration, and a record that says otherwise would keep it from ever running again.
 *
 * @throws {BootstrapError} `repair-outdated`, `not-applied`
 */
export async function applyRepair(options: RunOptions, { record, change }: Repair): Promise<void> {
  await withLock(options, async (run) => {
    const current = await planRepair({ ...options, client: run.client }, record.name);
    if (current?.change !== change) throw outdated(record.name, current, options.deployment);
    await writeRecord(run.client, run.tableName, run.lock, current.repaired);
  });
}

function outdated(name: string, current: Repair | undefined, deployment: string | undefined): BootstrapError {
  return new BootstrapError(
    'repair-outdated',
    `The repair of ${name} is another one than was shown: ${current?.change ?? 'nothing to repair'}. Nothing was written. ` +
      `Run ${commandFor(`yarn migrate repair ${name}`, deployment)} again.`,
  );
}
