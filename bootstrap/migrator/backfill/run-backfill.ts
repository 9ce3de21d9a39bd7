import { createSender, type Sender } from '../../bulk/sender';
import { inRandomOrder } from '../../bulk/shuffle';
import { describeTable } from '../../wait-for-table';
import { commandFor } from '../command-for';
import type { Direction } from '../journal';
import { describeOwner } from '../owner';
import type { LockedRun } from '../with-lock';
import { attend } from './attend';
import { type BackfillHeader, readHeaders, writeHeader } from './backfill-header';
import type { BackfillOptions } from './backfill-options';
import { type BackfillTotals, NO_TOTALS } from './backfill-totals';
import { type Checkpoint, claimCheckpoint, NO_COUNTS, readCheckpoints } from './checkpoint';
import { keepFailures, readFailures, recordFailures } from './failures';
import { forgetCheckpoints } from './forget-backfills';
import { checkIdempotence } from './idempotence';
import { keyLimitsOf } from './key-limits';
import type { BackfillId } from './keys';
import { type Matcher, toMatcher } from './match';
import { addCounts, subtractCounts } from './page';
import type { Preparation } from './prepare-item';
import { type Definition, defineBackfill, requireSame } from './resume';
import { readSample } from './sample';
import { type Segment, type SegmentTools, workSegment } from './segment';
import { checkOptions, defaultSegments, resolveLimit } from './settle-options';
import { createTracker, type Tracker } from './track-progress';
import { writtenIndexes } from './write-units';

/** Segments that are worked off at the same time: their pages are what is in memory, and keep 40 requests busy. */
const SEGMENTS_AT_ONCE = 4;

export interface BackfillRun {
  run: LockedRun;
  migration: string;
  direction: Direction;
}

/**
 * Changes the items of a table that match, while others write them too: each write goes through only where the item still
 * is what the transform saw. It goes on where a run before it was interrupted.
 *
 * @returns what was done, over all runs of it
 * @throws {BootstrapError} `backfill-invalid`, `backfill-changed`, `transform-not-idempotent`, before anything is written
 *   (but for a transform that is asynchronous only at times); `backfill-item-failed`, `paused`, `lock-lost`, `never-processed`, `access-denied`; the signal's reason
 */
export async function runBackfill<Stored>(
  { run, migration, direction }: BackfillRun,
  name: string,
  given: BackfillOptions<Stored>,
): Promise<BackfillTotals> {
  checkOptions(given);
  // What is stored is what the migration says it is: only it can know.
  const options = given as unknown as BackfillOptions;
  const { client, tableName, signal, deployment } = run;
  const id: BackfillId = { migration, direction, name };
  const table = await describeTable(client, tableName);
  const matcher = toMatcher(options.match);
  const header = await findHeader(run, id);
  const definition = defineBackfill(options, matcher, header?.segments ?? defaultSegments(table, !!matcher.partition));
  if (header) requireSame(header, definition, deployment);
  if (header?.state === 'done') return header.totals;

  // Where the run before has died, what it last told of itself is the best there is.
  const used = header?.progress ?? header?.totals ?? NO_TOTALS;
  const ownLimits = {
    readUnits: resolveLimit(options.maxReadUnits, 'read', table),
    writeUnits: resolveLimit(options.maxWriteUnits, 'write', table),
  };
  const { onError = 'stop' } = options;
  const sender = createSender(client, { signal });
  applyLimits(sender, ownLimits, header?.limits);
  const preparation: Preparation = { transform: options.transform, matcher, keyLimits: keyLimitsOf(table) };
  if (!definition.exactlyOnce) checkIdempotence(await readSample(sender, tableName, matcher), preparation);

  if (!header) await forgetCheckpoints(client, tableName, id);
  await writeHeader(client, tableName, run.lock, id, {
    ...definition,
    state: 'running',
    by: describeOwner(run.identity),
    startedAt: header?.startedAt ?? new Date().toISOString(),
    totals: used,
    mayHaveChanged: undefined,
    finishedAt: undefined,
    pause: undefined,
  });
  const store = { sender, tableName, id, token: run.lock.token };
  const checkpoints = await readCheckpoints(client, tableName, id);
  const found = new Map(checkpoints.map((checkpoint) => [checkpoint.segment, checkpoint]));
  const tracker = createTracker(sender, {
    id,
    // What a partition is of its table is not known.
    table: matcher.partition ? { ...table, ItemCount: 0 } : table,
    segments: definition.segments,
    segmentsDone: checkpoints.filter(({ isDone }) => isDone).length,
    counts: checkpoints.map(({ counts }) => counts).reduce(addCounts, NO_COUNTS),
    used,
  });
  // They are met again.
  const forgetFailuresAhead = ({ segment, version }: Checkpoint) =>
    keepFailures(
      client,
      tableName,
      run.lock,
      readFailures(client, tableName, id, segment),
      (failure) => failure.version <= version,
    );
  const tools: Omit<SegmentTools, 'goesOn'> = {
    sender,
    tableName,
    preparation,
    matcher,
    indexes: writtenIndexes(table),
    store,
    exactlyOnce: definition.exactlyOnce,
    onError,
    claim: async (segment) => {
      const checkpoint = await claimCheckpoint(client, run.lock, store, segment);
      // Whoever had the lock before may have gone on until now, without a notice that it is lost.
      tracker.note(subtractCounts(checkpoint.counts, found.get(segment)?.counts ?? NO_COUNTS));
      if (header) await forgetFailuresAhead(checkpoint);
      return checkpoint;
    },
    recordFailures: (failures) => recordFailures(client, tableName, run.lock, id, failures),
    forgetFailuresAhead,
    failuresCommand: commandFor('yarn migrate failures', deployment),
    onProgress: tracker.note,
  };
  const segments = inRandomOrder(definition.segments)
    .filter((segment) => !found.get(segment)?.isDone)
    .map((segment) => toSegment(tableName, matcher, definition, segment));
  return attend(
    run,
    id,
    tracker,
    (limits) => applyLimits(sender, ownLimits, limits),
    (goesOn) => workSegments(segments, { ...tools, goesOn }, tracker),
  );
}

/** The header of a run before this one. Those of the other way were forgotten when this one began. */
async function findHeader({ client, tableName }: LockedRun, id: BackfillId): Promise<BackfillHeader | undefined> {
  const headers = await readHeaders(client, tableName, id.migration);
  return headers.find(({ direction, name }) => direction === id.direction && name === id.name);
}

interface Limits {
  readUnits?: number | null;
  writeUnits?: number | null;
}

/** What somebody has set by hand holds in place of what the migration says; null: no limit. */
function applyLimits({ limits }: Sender, own: Limits, byHand: Limits = {}): void {
  const wanted = { ...own, ...byHand };
  for (const [limit, units] of [
    [limits.read, wanted.readUnits ?? undefined],
    [limits.write, wanted.writeUnits ?? undefined],
  ] as const) {
    if (limit.current() !== units) limit.change(units);
  }
}

function toSegment(
  tableName: string,
  { filter, partition }: Matcher,
  { segments: totalSegments }: Definition,
  segment: number,
): Segment {
  // What was acknowledged before the backfill began is seen: it would be missed for good.
  return {
    source: { tableName, part: partition ?? { segment, totalSegments }, filter, consistentRead: true },
    segment,
  };
}

/** They come in random order, so that neighbours in the table are seldom worked off together. The first error ends all. */
async function workSegments(segments: readonly Segment[], tools: SegmentTools, tracker: Tracker): Promise<void> {
  const queue = [...segments];
  let failure: { error: unknown } | undefined;
  const goesOn = () => !failure && tools.goesOn();
  const work = async (): Promise<void> => {
    for (let segment = queue.shift(); segment && goesOn(); segment = queue.shift()) {
      if (await workSegment(segment, { ...tools, goesOn })) tracker.noteSegmentDone();
    }
  };
  await Promise.all(
    Array.from({ length: SEGMENTS_AT_ONCE }, () =>
      work().catch((error) => {
        failure ??= { error };
      }),
    ),
  );
  if (failure) throw failure.error;
}
