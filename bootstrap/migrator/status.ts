import { mayBeMissing, newestName } from './ahead';
import { type BackfillHeader, readHeaders } from './backfill/backfill-header';
import { readFailures } from './backfill/failures';
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
  /** Its backfills that have begun, as long as it is not applied. */
  unfinished?: BackfillStatus[];
  /** How many items are recorded that could not be written, by the names of the backfills. */
  failedItems?: Record<string, number>;
}

type BackfillStatus = Pick<
  BackfillHeader,
  'name' | 'direction' | 'state' | 'by' | 'startedAt' | 'finishedAt' | 'totals' | 'progress' | 'limits' | 'pause'
>;

/** Each migration that has a file or a record, in the order of their names. */
export async function migrationStatus(options: RunOptions): Promise<MigrationStatus[]> {
  const { client, tableName, migrations } = options;
  const records = await readLedger(client, tableName);
  const headers = await readHeaders(client, tableName);
  const files = new Map(migrations.map((file) => [file.name, file]));
  const newest = newestName(migrations);
  const recorded = records.map(async (record): Promise<MigrationStatus> => {
    const checksum = files.get(record.name)?.checksum();
    const { fileMayBeMissing: _, ...rest } = record;
    const accepted = mayBeMissing(record, newest) && { fileMayBeMissing: true };
    const status = { ...rest, ...accepted, ...(await backfillsOf(record, headers, options)) };
    if (checksum === undefined) return { ...status, file: 'missing' };
    return { ...status, file: checksum === record.checksum ? 'unchanged' : 'edited' };
  });
  const known = new Set(records.map(({ name }) => name));
  const unrecorded = migrations
    .filter(({ name }) => !known.has(name))
    .map((file): MigrationStatus => ({ name: file.name, ...phaseOrError(file), state: 'pending', file: 'new' }));
  return [...(await Promise.all(recorded)), ...unrecorded].sort((one, other) => (one.name < other.name ? -1 : 1));
}

async function backfillsOf(
  { name, state, backfills = {} }: LedgerRecord,
  headers: readonly BackfillHeader[],
  options: RunOptions,
): Promise<Pick<MigrationStatus, 'unfinished' | 'failedItems'>> {
  // What is left of them where the process ended just after it recorded the migration says nothing any more.
  const isOver = state === 'applied' || state === 'reverted';
  const unfinished = isOver ? [] : headers.filter(({ migration }) => migration === name).map(toStatus);
  // What ended a run is recorded too, and no part of its totals yet.
  const mayHaveFailed = unfinished.length > 0 || Object.values(backfills).some(({ failed }) => failed > 0);
  const failedItems = mayHaveFailed ? await countFailures(name, options) : {};
  return {
    ...(unfinished.length > 0 && { unfinished }),
    ...(Object.keys(failedItems).length > 0 && { failedItems }),
  };
}

const toStatus = ({ migration: _, segments, match, transform, exactlyOnce, ...rest }: BackfillHeader): BackfillStatus =>
  rest;

/** What is recorded by now: some of those that failed may have been written since, by `yarn migrate retry`. */
async function countFailures(migration: string, { client, tableName }: RunOptions): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for await (const { name } of readFailures(client, tableName, { migration })) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** One file that can't be loaded is not to hide what is known of all others. */
function phaseOrError(file: MigrationFile): Pick<MigrationStatus, 'phase' | 'error'> {
  try {
    return { phase: phaseOf(file) };
  } catch (error) {
    return { phase: 'unknown', error: error instanceof Error ? error.message : String(error) };
  }
}
