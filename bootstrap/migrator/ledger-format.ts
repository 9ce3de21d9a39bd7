import { BootstrapError } from '../errors';

/** A record as the table has it, of whatever form, without the keys of its item and without its format. */
export type StoredRecord = Record<string, unknown>;

/** Leads a record from one format to the next. It gets every record of that format, and can't ask the table for more. */
export type LedgerUpgrade = (record: StoredRecord) => StoredRecord;

/**
 * The upgrades of the ledger's records, in order: the first leads from format 1 to 2. None is ever changed or taken out: a
 * record that is not written again stays in the format that it was written in. What functions read of a record stays as
 * it is in every format, because those that are live are of older code: its key, and `state` with its word `applied`.
 */
export const LEDGER_UPGRADES: readonly LedgerUpgrade[] = [];

/** The format that records are written in: it grows with each upgrade. */
export const ledgerFormat = (upgrades = LEDGER_UPGRADES): number => upgrades.length + 1;

/**
 * A record in the newest form, whichever it was written in. One that was written before there were formats is of format 1.
 *
 * @throws {BootstrapError} `ledger-newer`: its format is none of those that the upgrades lead through
 */
export function upgradeRecord(
  { format = 1, ...record }: StoredRecord,
  tableName: string,
  upgrades: readonly LedgerUpgrade[],
): StoredRecord {
  const newest = ledgerFormat(upgrades);
  if (typeof format === 'number' && Number.isInteger(format) && format >= 1 && format <= newest) {
    return upgrades.slice(format - 1).reduce((upgraded, upgrade) => upgrade(upgraded), record);
  }
  throw new BootstrapError(
    'ledger-newer',
    `The ledger of table ${tableName} has records of format ${format} (migration ${record.name}), written by a newer ` +
      `Groundwork; this one knows formats up to ${newest}. Use the newer version: yarn install in an up-to-date checkout.`,
  );
}
