import { BootstrapError } from '../errors';
import { commandFor } from './command-for';
import type { LedgerRecord } from './ledger';
import type { MigrationFile } from './migration';

/**
 * The applied migrations that are newer than every file: the table was migrated by newer code, and this is a rollback. An
 * expand migration suits older code by definition; after a contract migration the table lacks what such code needs, and
 * one that was broken off may have taken a part of it away already. What is gone on purpose is ahead of nobody.
 *
 * @param deployment as commands name it
 * @returns the names of the applied expand migrations ahead of this code
 * @throws {BootstrapError} `contract-ahead`
 */
export function requireServed(
  migrations: readonly MigrationFile[],
  records: readonly LedgerRecord[],
  deployment?: string,
): string[] {
  const newest = newestName(migrations);
  const newer = records.filter((record) => isAhead(record, newest) && !mayBeMissing(record, newest));
  const ahead = newer.filter(({ state }) => state === 'applied');
  const contract = newer.find(({ phase, state }) => phase === 'contract' && state !== 'reverted');
  if (contract) throw contractAhead(contract, ahead, deployment);
  return ahead.map(({ name }) => name);
}

/** Where there is no file at all, the folder is the wrong one: nothing is ahead of that. */
export const isAhead = ({ name }: Pick<LedgerRecord, 'name'>, newestFile: string | undefined): boolean =>
  newestFile !== undefined && name > newestFile;

/** Somebody has accepted that its file is gone; of one that is ahead of this code, for this code or older code. */
export function mayBeMissing(
  record: Pick<LedgerRecord, 'name' | 'fileMayBeMissing' | 'acceptedFrom'>,
  newestFile: string | undefined,
): boolean {
  const { fileMayBeMissing = false, acceptedFrom } = record;
  if (newestFile === undefined || !isAhead(record, newestFile)) return fileMayBeMissing;
  return fileMayBeMissing && acceptedFrom !== undefined && acceptedFrom <= newestFile;
}

/** The last in the order of the names, which begin with a timestamp. */
export const newestName = (named: readonly { name: string }[]): string | undefined =>
  named
    .map(({ name }) => name)
    .sort()
    .at(-1);

function contractAhead(
  contract: LedgerRecord,
  ahead: readonly LedgerRecord[],
  deployment: string | undefined,
): BootstrapError {
  const { name, state, startedAt, finishedAt } = contract;
  const others =
    ahead.length > 1 ? ` The table has ${ahead.length} migrations applied that this code does not have.` : '';
  const where =
    state === 'applied'
      ? `past the contract migration ${name} (applied ${finishedAt})`
      : `in the middle of the contract migration ${name} (${state}, begun ${startedAt})`;
  const wayOut =
    state === 'applied'
      ? ''
      : ' Where its file is gone on purpose, and this code needs nothing that it may have taken away, accept that with ' +
        `${commandFor(`yarn migrate repair ${name}`, deployment)}.`;
  return new BootstrapError(
    'contract-ahead',
    `The table is ${where}, which this code does not have: what code as old as this needs may be gone from the table.` +
      `${others} Nothing was migrated. Use code that has ${name}; to go back further, revert it first from there with yarn ` +
      `migrate down, if it can be reverted.${wayOut}`,
  );
}
