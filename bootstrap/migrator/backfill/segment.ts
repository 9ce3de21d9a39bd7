import { keyOf, type WireItem, type WireKey } from '../../bulk/attribute-values';
import { createPageReader, ITEMS_PER_PAGE, type Page, type Source } from '../../bulk/read-pages';
import type { Sender } from '../../bulk/sender';
import { BootstrapError } from '../../errors';
import {
  type Checkpoint,
  type CheckpointStore,
  checkpointInTransaction,
  requireSaved,
  type SegmentCounts,
  saveCheckpoint,
} from './checkpoint';
import type { PlacedFailure } from './failures';
import { addCounts, settleOutcomes, type Tally, tally } from './page';
import { describeFailure, type Failure, prepareItem } from './prepare-item';
import { isInvalid, type WriteTools, writeChanges } from './write-changes';
import { CHANGES_PER_TRANSACTION, endOfPart, writeOnce } from './write-once';

/** A self-contained piece of a backfill: what to read, what to do, where it got to. */
export interface Segment {
  source: Source;
  /** Its number: where it got to is what its checkpoint says. */
  segment: number;
}

/** What all segments of a backfill have in common. */
export interface SegmentTools extends WriteTools {
  store: CheckpointStore;
  exactlyOnce: boolean;
  onError: 'stop' | 'skip';
  /** Whether to begin another page. */
  goesOn(): boolean;
  /** Takes a segment over from whoever had it before. */
  claim(segment: number): Promise<Checkpoint>;
  recordFailures(failures: readonly PlacedFailure[]): Promise<void>;
  forgetFailuresAhead(checkpoint: Checkpoint): Promise<void>;
  /** What `yarn migrate failures` is called for this deployment. */
  failuresCommand: string;
  /** What was done since the checkpoint before, now that it is written. */
  onProgress(counts: SegmentCounts): void;
}

/**
 * Works a segment off, page by page, with a checkpoint behind each, until its end, or until it is not to go on.
 *
 * @returns whether it is done
 * @throws {BootstrapError} `lock-lost`, `backfill-item-failed` where an item can't be written and that is to end the run
 */
export async function workSegment({ source, segment }: Segment, tools: SegmentTools): Promise<boolean> {
  const readPage = createPageReader(tools.sender, source, () => itemsPerPage(tools.sender));
  const work = tools.exactlyOnce ? workPageOnce : workPage;
  let checkpoint = await tools.claim(segment);
  while (!checkpoint.isDone && tools.goesOn()) {
    checkpoint = await work(await readPage(checkpoint.position), checkpoint, tools);
  }
  return checkpoint.isDone;
}

/** With a limit, what can be written in some seconds: behind each page is a checkpoint, and an answer to a pause. */
function itemsPerPage({ limits }: Sender): number {
  const unitsPerSecond = limits.write.current() ?? Number.POSITIVE_INFINITY;
  return Math.min(Math.max(FEWEST_ITEMS_PER_PAGE, Math.round(unitsPerSecond / 4)), ITEMS_PER_PAGE);
}

/** Those of one request. */
const FEWEST_ITEMS_PER_PAGE = 25;

async function workPage(page: Page, checkpoint: Checkpoint, tools: SegmentTools): Promise<Checkpoint> {
  const { changes, failures, counts } = tally(page.items.map((item) => prepareItem(item, tools.preparation)));
  counts.scanned = page.scanned;
  failures.push(...settleOutcomes(await writeChanges(tools, changes), counts));
  counts.failed = failures.length;
  const next = advance(checkpoint, page.next, counts);
  await settleFailures(failures, next, tools);
  await saveCheckpoint(tools.store, next);
  tools.onProgress(counts);
  return next;
}

/** The page in parts, each with the writes of one transaction: a checkpoint may lie in the middle of a page. */
async function workPageOnce(page: Page, checkpoint: Checkpoint, tools: SegmentTools): Promise<Checkpoint> {
  const items = page.items.map((item) => prepareItem(item, tools.preparation));
  let current = checkpoint;
  let most = CHANGES_PER_TRANSACTION;
  let from = 0;
  do {
    const end = endOfPart(items, from, most);
    const isLast = end === items.length;
    const position = isLast ? page.next : keyOf(page.items[end - 1] as WireItem);
    const scanned = isLast ? page.scanned - from : end - from;
    const part = tally(items.slice(from, end));
    try {
      current = await workPart({ ...part, counts: { ...part.counts, scanned } }, position, current, tools);
      from = end;
    } catch (error) {
      // One that DynamoDB does not take at all spoils the whole transaction: each by itself says which it is.
      if (!isInvalid(error) || part.changes.length < 2) throw error;
      // Its failures are recorded as ahead of the next checkpoint, which will be a smaller part's: they are met again.
      await tools.forgetFailuresAhead(current);
      most = 1;
    }
  } while (from < items.length);
  return current;
}

async function workPart(
  part: Tally,
  position: WireKey | undefined,
  checkpoint: Checkpoint,
  tools: SegmentTools,
): Promise<Checkpoint> {
  const { store } = tools;
  let next = checkpoint;
  let counts = part.counts;
  await writeOnce(tools, part.changes, async (outcomes) => {
    counts = { ...part.counts };
    const failures = [...part.failures, ...settleOutcomes(outcomes, counts)];
    counts.failed = failures.length;
    next = advance(checkpoint, position, counts);
    await settleFailures(failures, next, tools);
    return {
      actions: [{ Update: checkpointInTransaction(store, next) }],
      onRefused: async () => {
        // Of the attempts whose answers were lost one was written, perhaps not the last one: what it says holds.
        next = await requireSaved(store, next);
      },
    };
  });
  tools.onProgress(counts);
  return next;
}

/** Without a position to go on from, it is done. */
function advance(checkpoint: Checkpoint, position: WireKey | undefined, counts: SegmentCounts): Checkpoint {
  return {
    ...checkpoint,
    isDone: position === undefined,
    position,
    counts: addCounts(checkpoint.counts, counts),
    version: checkpoint.version + 1,
  };
}

/** Records them, and ends the run where they are to. They are ahead of the checkpoint then, and met again. */
async function settleFailures(failures: readonly Failure[], next: Checkpoint, tools: SegmentTools): Promise<void> {
  const [first] = failures;
  if (!first) return;
  const { segment, version } = next;
  await tools.recordFailures(failures.map((failure) => ({ ...failure, segment, version })));
  if (tools.onError === 'skip') return;
  const { migration, name } = tools.store.id;
  const others = failures.length > 1 ? ` (and ${failures.length - 1} more of its page)` : '';
  throw new BootstrapError(
    'backfill-item-failed',
    `Backfill ${name} of ${migration} can't write item ${describeFailure(first)}${others}. ${tools.failuresCommand} lists them. ` +
      "Mend the item or the transform, or set onError: 'skip'; then run the command again: it goes on from there.",
  );
}
