import type { DynamoDBClient, TableDescription } from '@aws-sdk/client-dynamodb';
import { createSender, type Sender } from '../../../bulk/sender';
import type { BackfillHeader } from '../../backfill/backfill-header';
import type { BackfillOptions } from '../../backfill/backfill-options';
import { createBackfillNames } from '../../backfill/backfill-step';
import { type BackfillTotals, NO_TOTALS } from '../../backfill/backfill-totals';
import { keyLimitsOf } from '../../backfill/key-limits';
import { type Matcher, toMatcher } from '../../backfill/match';
import type { Preparation } from '../../backfill/prepare-item';
import { defineBackfill, requireSame } from '../../backfill/resume';
import { checkOptions } from '../../backfill/settle-options';
import { writtenIndexes } from '../../backfill/write-units';
import type { MigrationContext } from '../../migration';
import type { PlanState } from '../plan-state';
import type { Recorder } from '../recorder';
import { describeBasis } from './describe-basis';
import { createExaminer } from './examine-items';
import { findUnfinished, toUnfinished } from './find-unfinished';
import type { PlannedBackfill } from './planned-backfill';
import { type Limits, limitsOf, readUnitsOf, runningCosts } from './running-costs';
import { MOST_READ_UNITS, sampleTable, type TableSample } from './sample-table';
import { summariseSample } from './summarise-sample';

export interface BackfillPlanning {
  /** The migration's. */
  migration: string;
  tableName: string;
  /** The one that the migration has in a plan: what it reads of what the plan has held back makes the plan inexact. */
  planningClient: DynamoDBClient;
  /** One that really reads, for the ledger. */
  client: DynamoDBClient;
  /** For the commands that errors name. */
  deployment: string | undefined;
  state: PlanState;
  recorder: Recorder;
  signal: AbortSignal | undefined;
}

/** The step `backfill` of one migration, which in a plan reads a sample of the table and records what it would do. */
export function createPlannedBackfillStep(planning: BackfillPlanning): MigrationContext['backfill'] {
  const names = createBackfillNames(planning.migration);
  // What is stored is what the migration says it is: only it can know.
  return (options) => planBackfill(planning, names.next(options.name), options as unknown as BackfillOptions);
}

/**
 * Records what a backfill would do.
 *
 * @returns what it would come to
 * @throws {BootstrapError} as a run before it writes anything: `backfill-invalid`, `backfill-changed`, and
 *   `transform-not-idempotent`, this one with the backfill recorded
 */
async function planBackfill(
  planning: BackfillPlanning,
  name: string,
  options: BackfillOptions,
): Promise<BackfillTotals> {
  checkOptions(options);
  const { tableName, state, recorder } = planning;
  const matcher = toMatcher(options.match);
  const header = await findUnfinished(planning, name);
  if (header) requireSame(header, defineBackfill(options, matcher, header.segments), planning.deployment);
  if (header?.state === 'done') return recordDone(planning, header);
  const table = await describeTable(planning);
  const limits = limitsOf(options, table, header?.limits);
  const exactlyOnce = options.exactlyOnce ?? false;
  const preparation: Preparation = { transform: options.transform, matcher, keyLimits: keyLimitsOf(table) };
  const indexes = writtenIndexes(table);
  const examiner = createExaminer({ preparation, indexes, exactlyOnce });
  const sender = createSender(planning.planningClient, { signal: planning.signal, maxReadUnits: limits.readUnits });
  const sample = await sampleTable(sender, {
    tableName,
    table,
    matcher,
    examine: examiner.examine,
    mostReadUnits: mostReadUnits(limits),
  });
  const { numbers, writeUnits } = summariseSample(sample, examiner, table, matcher);
  const usage = {
    readUnits: readUnits(sender, sample, table, matcher),
    writeUnits,
    isAll: numbers.basis.kind !== 'part',
  };
  const region = await regionOf(planning.client);
  const planned: PlannedBackfill = {
    kind: 'backfill',
    operation: 'backfill',
    tableName,
    name,
    summary: describeBasis(numbers.basis),
    ...numbers,
    onError: options.onError ?? 'stop',
    costs: runningCosts(usage, { table, limits, exactlyOnce, region }),
    ...(header && { unfinished: await toUnfinished(planning, header) }),
  };
  recorder.record(planned);
  // Which items it changes is not known, where it changes any.
  if (planned.updated.high + planned.removed.high > 0) state.items.noteWrite(tableName, undefined, undefined);
  if (examiner.problem() !== undefined) throw examiner.problem();
  return totalsOf(planned);
}

function recordDone({ recorder }: BackfillPlanning, { name, totals }: BackfillHeader): BackfillTotals {
  const summary = `backfill ${name} was done by a run that did not come to its end: nothing to do`;
  recorder.record({ kind: 'control-plane', operation: 'backfill', summary });
  return totals;
}

/** The table as it would be by then: its indexes are those that the plan would make before. */
async function describeTable({ tableName, state, recorder }: BackfillPlanning): Promise<TableDescription> {
  if (state.isDescriptionStale({ operation: 'DescribeTable', input: { TableName: tableName } })) {
    recorder.markInexact('the backfill would find a table with other settings by then');
  }
  return { TableName: tableName, ...(await state.tables.describe(tableName)) };
}

/** A sample of a table that may be read only slowly takes so long. */
const SECONDS_AT_A_LIMIT = 10;

const mostReadUnits = ({ readUnits }: Limits): number | undefined =>
  readUnits === undefined ? undefined : Math.min(MOST_READ_UNITS, readUnits * SECONDS_AT_A_LIMIT);

/** Undefined where it is not known how much there is to read. */
function readUnits(
  { usage }: Sender,
  sample: TableSample,
  { ItemCount = 0, TableSizeBytes = 0 }: TableDescription,
  { partition }: Matcher,
): number | undefined {
  if (sample.isWhole) return usage.readUnits;
  return partition || ItemCount === 0 ? undefined : readUnitsOf(TableSizeBytes);
}

/** A client without a region has none to be asked for. */
async function regionOf(client: DynamoDBClient): Promise<string | undefined> {
  try {
    return await client.config.region();
  } catch {
    return undefined;
  }
}

const totalsOf = ({ basis, costs, ...planned }: PlannedBackfill): BackfillTotals => ({
  ...NO_TOTALS,
  scanned: basis.kind === 'sample' ? basis.tableItems : basis.scanned,
  matched: Math.round(planned.matched.value),
  updated: Math.round(planned.updated.value),
  removed: Math.round(planned.removed.value),
  unchanged: Math.round(planned.unchanged.value),
  failed: Math.round(planned.failed.value),
  readUnits: costs.readUnits ?? 0,
  writeUnits: costs.writeUnits.value,
});
