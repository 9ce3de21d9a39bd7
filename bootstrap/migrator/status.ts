import { type LedgerRecord, readLedger } from './ledger';
import type { RunOptions } from './run-options';

/** A migration's ledger record, or `pending` where the ledger has none. */
export interface MigrationStatus extends Partial<Omit<LedgerRecord, 'name' | 'phase' | 'state'>> {
  name: string;
  phase: LedgerRecord['phase'];
  state: LedgerRecord['state'] | 'pending';
}

/** Each migration that has a file or a record, in the order of their names. */
export async function migrationStatus({ client, tableName, migrations }: RunOptions): Promise<MigrationStatus[]> {
  const records = await readLedger(client, tableName);
  const recorded = new Set(records.map(({ name }) => name));
  const unrecorded = migrations
    .filter(({ name }) => !recorded.has(name))
    .map((file): MigrationStatus => ({ name: file.name, phase: file.load().phase ?? 'expand', state: 'pending' }));
  return [...records, ...unrecorded].sort((one, other) => (one.name < other.name ? -1 : 1));
}
