import { createSender } from '../../bulk/sender';
import { BootstrapError } from '../../errors';
import { describeTable } from '../../wait-for-table';
import type { Direction } from '../journal';
import { readLedger } from '../ledger';
import type { Migration, MigrationContext, MigrationFile } from '../migration';
import { createPlanningClient } from '../plan/plan-migrations';
import { createPlanState } from '../plan/plan-state';
import { createPlanSteps } from '../plan/plan-steps';
import { createRecorder } from '../plan/recorder';
import type { RunOptions } from '../run-options';
import { positionOf } from '../select';
import { type LockedRun, withLock } from '../with-lock';
import { readHeaders } from './backfill-header';
import type { BackfillOptions } from './backfill-options';
import { createBackfillNames } from './backfill-step';
import { type BackfillTotals, NO_TOTALS } from './backfill-totals';
import { readFailures } from './failures';
import { keyLimitsOf } from './key-limits';
import type { BackfillId } from './keys';
import { toMatcher } from './match';
import { resumeCommand } from './resume-command';
import { type Retried, retryItems } from './retry-items';
import { checkOptions, resolveLimit } from './settle-options';
import { writtenIndexes } from './write-units';

export interface RetryResult {
  migration: string;
  /** Its file is another than the one that the ledger knows: what was done now was done by the newer one. */
  isEdited: boolean;
  /** Each backfill that has failed items, or had. */
  backfills: (Retried & Omit<BackfillId, 'migration'>)[];
}

/**
 * Tries the failed items of a migration again, with its file as it is now. The migration's body runs under the table's
 * lock, but does nothing: what it would change besides is planned only, and its backfills handle no other items.
 *
 * @throws {BootstrapError} `backfill-unfinished`, `unknown-migration` where there is no file of that name, `retry-failed` where its body fails or
 *   has a backfill no more whose items failed; `locked`, `lock-lost`. What was written by then stays.
 */
export async function retryFailures(options: RunOptions, name: string): Promise<RetryResult> {
  const file = options.migrations[positionOf(name, options.migrations)] as MigrationFile;
  const migration = file.load();
  const records = await readLedger(options.client, options.tableName);
  const record = records.find((known) => known.name === name);
  const result: RetryResult = {
    migration: name,
    isEdited: record !== undefined && record.checksum !== file.checksum(),
    backfills: [],
  };
  if ((await findBackfills(options, name)).length === 0) return result;
  await withLock(options, async (run) => {
    const open = await findBackfills(run, name);
    await requireFinished(run, open);
    for (const direction of ['up', 'down'] as const) {
      const wanted = open.filter((id) => id.direction === direction);
      if (wanted.length === 0) continue;
      await runBody(run, migration, wanted, async (id, given) => {
        result.backfills.push({ direction, name: id.name, ...(await retryBackfill(run, id, given)) });
        return record?.backfills?.[id.name] ?? NO_TOTALS;
      });
    }
  });
  return result;
}

/** Those that have failed items. */
async function findBackfills(
  { client, tableName }: Pick<RunOptions, 'client' | 'tableName'>,
  migration: string,
): Promise<BackfillId[]> {
  const found = new Map<string, BackfillId>();
  for await (const { direction, name } of readFailures(client, tableName, { migration })) {
    found.set(`${direction} ${name}`, { migration, direction, name });
  }
  return [...found.values()];
}

/** Of one that goes on, items ahead of its checkpoints are tried by it: here they would be transformed twice. */
async function requireFinished(run: LockedRun, open: readonly BackfillId[]): Promise<void> {
  for (const header of await readHeaders(run.client, run.tableName, open[0]?.migration)) {
    if (header.state === 'done' || !open.some((id) => id.name === header.name && id.direction === header.direction))
      continue;
    throw new BootstrapError(
      'backfill-unfinished',
      `Backfill ${header.name} of ${header.migration} is not done yet: ${resumeCommand(header, run)} goes on with it, and tries ` +
        'the items again that are ahead of its checkpoints. Retry what is left of them after that.',
    );
  }
}

type Retry = (id: BackfillId, options: BackfillOptions) => Promise<BackfillTotals>;

/** Runs `up` or `down` with a context in which nothing is done but the backfills that are wanted. */
async function runBody(
  { client, tableName, signal }: LockedRun,
  { phase = 'expand', up, down }: Migration,
  wanted: readonly BackfillId[],
  retry: Retry,
): Promise<void> {
  const [{ migration, direction }] = wanted as [BackfillId];
  const body = direction === 'up' ? up : down;
  const left = new Map(wanted.map((id) => [id.name, id]));
  const state = createPlanState(client);
  const recorder = createRecorder({ name: migration, phase, actions: [], writes: [] });
  const names = createBackfillNames(migration);
  const context: MigrationContext = {
    client: createPlanningClient(client, { state, recorder, signal }),
    tableName,
    signal,
    ...createPlanSteps(tableName, state, recorder),
    backfill: async (options) => {
      const id = left.get(names.next(options.name));
      if (!id) return NO_TOTALS;
      const totals = await retry(id, options as unknown as BackfillOptions);
      left.delete(id.name);
      return totals;
    },
  };
  try {
    await body?.({ name: migration, context });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof BootstrapError && ENDS_OF_A_RUN.has(error.code)) throw error;
    // Behind its last backfill it has nothing to do here any more: what it would do then may well fail where it was done.
    if (left.size > 0) throw failed(migration, direction, [...left.keys()], error);
  }
  if (left.size > 0) throw failed(migration, direction, [...left.keys()]);
}

/** Errors that are not about the migration. */
const ENDS_OF_A_RUN = new Set(['lock-lost', 'never-processed', 'access-denied']);

async function retryBackfill(
  { client, tableName, lock, signal }: LockedRun,
  id: BackfillId,
  options: BackfillOptions,
): Promise<Retried> {
  checkOptions(options);
  const table = await describeTable(client, tableName);
  const matcher = toMatcher(options.match);
  const sender = createSender(client, {
    signal,
    maxReadUnits: resolveLimit(options.maxReadUnits, 'read', table),
    maxWriteUnits: resolveLimit(options.maxWriteUnits, 'write', table),
  });
  return retryItems(
    {
      sender,
      tableName,
      matcher,
      preparation: { transform: options.transform, matcher, keyLimits: keyLimitsOf(table) },
      indexes: writtenIndexes(table),
      client,
      lock,
      exactlyOnce: options.exactlyOnce ?? false,
    },
    id,
  );
}

function failed(migration: string, direction: Direction, names: readonly string[], cause?: unknown): BootstrapError {
  const why =
    cause === undefined
      ? `its \`${direction}\` has no backfill of that name any more. Name it as it was, with \`name\``
      : `its \`${direction}\` failed: ${cause instanceof Error ? cause.message : String(cause)}. Mend the file`;
  return new BootstrapError(
    'retry-failed',
    `The failed items of backfill ${names.join(', ')} of migration ${migration} could not be tried again: ${why}, and run the ` +
      'command again.',
    { cause },
  );
}
