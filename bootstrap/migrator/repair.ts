import { BootstrapError } from '../errors';
import { isAhead, mayBeMissing, newestName } from './ahead';
import { type BackfillHeader, readHeaders, writeHeader } from './backfill/backfill-header';
import { short } from './check';
import { commandFor } from './command-for';
import { BECAME, type LedgerRecord, readLedger, writeRecord } from './ledger';
import type { RunOptions } from './run-options';
import { withLock } from './with-lock';

/** What is to be written: the record of a migration, or the backfills of one that is not applied. */
type Repair = {
  name: string;
  /** What changes, for a person: `checksum: 1f2e… → 9a8b…`. */
  change: string;
} & ({ repaired: LedgerRecord } | { backfills: BackfillHeader[] });

/**
 * What `applyRepair` would change in the ledger: an edited file's new checksum, or that the file is missing on purpose,
 * whatever became of the migration; of one that is not applied, that its backfills go on though they were changed.
 *
 * @returns undefined where there is nothing to change
 * @throws {BootstrapError} `not-applied` where the ledger has no applied migration of that name, and neither a backfill of it
 *   nor one that was broken off and has no file
 */
export async function planRepair(options: RunOptions, name: string): Promise<Repair | undefined> {
  const record = (await readLedger(options.client, options.tableName)).find((known) => known.name === name);
  const file = options.migrations.find((known) => known.name === name);
  if (record && record.state !== 'reverted' && !file) return planMissing(record, newestName(options.migrations));
  if (record?.state !== 'applied' || !file) return planBackfillRepair(options, name, record);
  const checksum = file.checksum();
  if (checksum === record.checksum) return undefined;
  return {
    name,
    repaired: { ...record, checksum },
    change: `checksum: ${short(record.checksum)} → ${short(checksum)}`,
  };
}

/** The state stays as it is: nobody has run what is missing, or taken back what was done of it. */
function planMissing(record: LedgerRecord, newestFile: string | undefined): Repair | undefined {
  const { name, state, phase } = record;
  if (mayBeMissing(record, newestFile)) return undefined;
  const accepted = { fileMayBeMissing: true, ...(isAhead(record, newestFile) && { acceptedFrom: newestFile }) };
  const done = state === 'applied' ? 'what it did' : 'what it did until then';
  const taken = phase === 'contract' ? ', also where it took away what this code needs' : '';
  return {
    name,
    repaired: { ...record, ...accepted },
    change: `file: missing → missing on purpose. It ${BECAME[state]}: ${done} stays as it is${taken}`,
  };
}

async function planBackfillRepair(
  { client, tableName, migrations, deployment }: RunOptions,
  name: string,
  record: LedgerRecord | undefined,
): Promise<Repair | undefined> {
  const headers = await readHeaders(client, tableName, name);
  // One that is done counts as well: the migration is not, and asks for it again.
  const begun = record?.state === 'reverted' ? [] : headers;
  if (begun.length === 0) {
    const outlook = migrations.some((file) => file.name === name)
      ? `What is not applied runs at the next ${commandFor('yarn migrate up', deployment)}, as its file is then.`
      : 'Without a file, which it has not got here, it does not run.';
    throw new BootstrapError(
      'not-applied',
      `Migration ${name} is ${record?.state ?? 'not in the ledger'} in table ${tableName}: there is nothing to ` +
        `repair. ${outlook}`,
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
