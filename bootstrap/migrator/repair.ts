import { BootstrapError } from '../errors';
import { type BackfillHeader, readHeaders, writeHeader } from './backfill/backfill-header';
import { short } from './check';
import { commandFor } from './command-for';
import { type LedgerRecord, readLedger, writeRecord } from './ledger';
import type { RunOptions } from './run-options';
import { withLock } from './with-lock';

/** What is to be written: the record of a migration that is applied, or the backfills of one that is not. */
type Repair = {
  name: string;
  /** What changes, for a person: `checksum: 1f2e… → 9a8b…`. */
  change: string;
} & ({ repaired: LedgerRecord } | { backfills: BackfillHeader[] });

/**
 * What `applyRepair` would change in the ledger: an edited file's new checksum, or that the file is missing on purpose; of
 * a migration that is not applied, that its backfills go on though they were changed.
 *
 * @returns undefined where there is nothing to change
 * @throws {BootstrapError} `not-applied` where the ledger has no applied migration of that name, and no backfill of it either
 */
export async function planRepair(options: RunOptions, name: string): Promise<Repair | undefined> {
  const record = (await readLedger(options.client, options.tableName)).find((known) => known.name === name);
  if (record?.state !== 'applied') return planBackfillRepair(options, name, record);
  const checksum = options.migrations.find((file) => file.name === name)?.checksum();
  if (checksum === record.checksum) return undefined;
  if (checksum === undefined) {
    if (record.fileMayBeMissing) return undefined;
    return { name, repaired: { ...record, fileMayBeMissing: true }, change: 'file: missing → missing on purpose' };
  }
  return {
    name,
    repaired: { ...record, checksum },
    change: `checksum: ${short(record.checksum)} → ${short(checksum)}`,
  };
}

async function planBackfillRepair(
  { client, tableName, deployment }: RunOptions,
  name: string,
  record: LedgerRecord | undefined,
): Promise<Repair | undefined> {
  const headers = await readHeaders(client, tableName, name);
  // One that is done counts as well: the migration is not, and asks for it again.
  const begun = record?.state === 'reverted' ? [] : headers;
  if (begun.length === 0) {
    throw new BootstrapError(
      'not-applied',
      `Migration ${name} is ${record?.state ?? 'not in the ledger'} in table ${tableName}: there is nothing to ` +
        `repair. What is not applied runs at the next ${commandFor('yarn migrate up', deployment)}, as its file is then.`,
    );
  }
  const backfills = begun.filter(({ mayHaveChanged }) => !mayHaveChanged);
  if (backfills.length === 0) return undefined;
  const which = backfills.map((backfill) => `backfill ${backfill.name}`).join(', ');
  return { name, backfills, change: `${which}: goes on as it was → goes on, also with another transform and match` };
}

/**
 * Writes a repair that was planned, and shown, under the table's lock, if it is still the same: between the look and the
 * lock somebody may have reverted the migration, and a record that says otherwise would keep it from ever running again.
 *
 * @throws {BootstrapError} `repair-outdated`, `not-applied`
 */
export async function applyRepair(options: RunOptions, { name, change }: Repair): Promise<void> {
  await withLock(options, async ({ client, tableName, lock }) => {
    const current = await planRepair({ ...options, client }, name);
    if (current?.change !== change) throw outdated(name, current, options.deployment);
    if ('repaired' in current) return writeRecord(client, tableName, lock, current.repaired);
    for (const { migration, direction, name: backfill } of current.backfills) {
      await writeHeader(client, tableName, lock, { migration, direction, name: backfill }, { mayHaveChanged: true });
    }
  });
}

function outdated(name: string, current: Repair | undefined, deployment: string | undefined): BootstrapError {
  return new BootstrapError(
    'repair-outdated',
    `The repair of ${name} is another one than was shown: ${current?.change ?? 'nothing to repair'}. Nothing was written. ` +
      `Run ${commandFor(`yarn migrate repair ${name}`, deployment)} again.`,
  );
}
