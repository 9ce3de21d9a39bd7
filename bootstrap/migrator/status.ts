import { type LedgerRecord, readLedger } from './ledger';
import type { MigrationFile } from './migration';
import type { RunOptions } from './run-options';
import { phaseOf } from './select';

/** A migration's ledger record, or `pending` where the ledger has none. */
export interface MigrationStatus extends Partial<Omit<LedgerRecord, 'name' | 'phase' | 'state'>> {
  name: string;
  /** Unknown where the file can't be loaded: `error` says why. */
  phase: LedgerRecord['phase'] | 'unknown';
  state: LedgerRecord['state'] | 'pending';
  /** Whether its file is as it was when it was run; `missing` where there is none. */
  file: 'unchanged' | 'edited' | 'missing' | 'new';
}

/** Each migration that has a file or a record, in the order of their names. */
export async function migrationStatus({ client, tableName, migrations }: RunOptions): Promise<MigrationStatus[]> {
  const records = await readLedger(client, tableName);
  const files = new Map(migrations.map((file) => [file.name, file]));
  const recorded = records.map((record): MigrationStatus => {
    const checksum = files.get(record.name)?.checksum();
    if (checksum === undefined) return { ...record, file: 'missing' };
    return { ...record, file: checksum === record.checksum ? 'unchanged' : 'edited' };
  });
  const known = new Set(records.map(({ name }) => name));
  const unrecorded = migrations
    .filter(({ name }) => !known.has(name))
    .map((file): MigrationStatus => ({ name: file.name, ...phaseOrError(file), state: 'pending', file: 'new' }));
  return [...recorded, ...unrecorded].sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** One file that can't be loaded is not to hide what is known of all others. */
function phaseOrError(file: MigrationFile): Pick<MigrationStatus, 'phase' | 'error'> {
  try {
    return { phase: phaseOf(file) };
  } catch (error) {
    return { phase: 'unknown', error: error instanceof Error ? error.message : String(error) };
  }
}
