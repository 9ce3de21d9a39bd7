import { BootstrapError } from '../errors';
import type { LedgerRecord } from './ledger';
import type { MigrationFile } from './migration';

/**
 * The applied migrations that are newer than every file: the table was migrated by newer code, and this is a rollback. An
 * expand migration suits older code by definition; after a contract migration the table lacks what such code needs.
 *
 * @returns the names of the expand migrations ahead of this code
 * @throws {BootstrapError} `contract-ahead`
 */
export function requireServed(migrations: readonly MigrationFile[], records: readonly LedgerRecord[]): string[] {
  const newest = newestName(migrations);
  const ahead = records.filter((record) => record.state === 'applied' && isAhead(record, newest));
  const contract = ahead.find(({ phase }) => phase === 'contract');
  if (contract) throw contractAhead(contract, ahead);
  return ahead.map(({ name }) => name);
}

/** Where there is no file at all, the folder is the wrong one: nothing is ahead of that. */
export const isAhead = ({ name }: Pick<LedgerRecord, 'name'>, newestFile: string | undefined): boolean =>
  newestFile !== undefined && name > newestFile;

/** The last in the order of the names, which begin with a timestamp. */
export const newestName = (named: readonly { name: string }[]): string | undefined =>
  named
    .map(({ name }) => name)
    .sort()
    .at(-1);

function contractAhead({ name, finishedAt }: LedgerRecord, ahead: readonly LedgerRecord[]): BootstrapError {
  const others = ahead.length === 1 ? '' : ` It is one of ${ahead.length} migrations that this code does not have.`;
  return new BootstrapError(
    'contract-ahead',
    `The table is past the contract migration ${name} (applied ${finishedAt}), which this code does not have: what code as ` +
      `old as this needs may be gone from the table.${others} Nothing was changed. Use code that has ${name}; to go back ` +
      'further, revert it first from there with yarn migrate down, if it can be reverted.',
  );
}
