import { keyText, type WireKey } from '../../bulk/attribute-values';
import { createPageReader, ITEMS_PER_PAGE, type Page, type Source } from '../../bulk/read-pages';
import type { Sender } from '../../bulk/sender';
import { BootstrapError } from '../../errors';
import { type Checkpoint, type CheckpointStore, type SegmentCounts, saveCheckpoint } from './checkpoint';
import { addCounts, type PreparedPage, preparePage, settleOutcomes } from './page';
import { type Change, describeFailure, type Failure } from './prepare-item';
import { type WriteTools, writeChanges } from './write-changes';
import { firstOf, writeOnce } from './write-once';

/** A self-contained piece of a backfill: what to read, what to do, where it got to. */
export interface Segment {
  source: Source;
  checkpoint: Checkpoint;
}

/** What all segments of a backfill have in common. */
export interface SegmentTools extends WriteTools {
  store: CheckpointStore;
  exactlyOnce: boolean;
  onError: 'stop' | 'skip';
  /** Whether to begin another page. */
  goesOn(): boolean;
  recordFailures(failures: readonly Failure[]): Promise<void>;
  /** What was done since the checkpoint before, now that it is written. */
  onProgress(counts: SegmentCounts): void;
}

/**
 * Works a segment off, page by page, with a checkpoint behind each, until its end, or until it is not to go on.
 *
 * @throws {BootstrapError} `lock-lost`, `backfill-item-failed` where an item can't be written and that is to end the run
 */
export async function workSegment({ source, checkpoint: first }: Segment, tools: SegmentTools): Promise<void> {
  const readPage = createPageReader(tools.sender, source, () => itemsPerPage(tools.sender));
  let checkpoint = first;
  while (!checkpoint.isDone && tools.goesOn()) {
    const page = await readPage(checkpoint.position);
    const work = tools.exactlyOnce ? workPageOnce : workPage;
    checkpoint = await work(page, checkpoint, tools);
  }
}

/** With a limit, what can be written in some seconds: behind each page is a checkpoint, and an answer to a pause. */
function itemsPerPage({ limits }: Sender): number {
  const unitsPerSecond = limits.write.current() ?? Number.POSITIVE_INFINITY;
  return Math.min(Math.max(FEWEST_ITEMS_PER_PAGE, Math.round(unitsPerSecond / 4)), ITEMS_PER_PAGE);
}

/** Those of one request. */
const FEWEST_ITEMS_PER_PAGE = 25;

async function workPage(page: Page, checkpoint: Checkpoint, tools: SegmentTools): Promise<Checkpoint> {
  const { changes, failures, counts } = preparePage(page.items, tools.preparation);
  const outcomes = await writeChanges(tools, changes);
  failures.push(...settleOutcomes(outcomes, counts));
  await settleFailures(failures, tools);
  counts.scanned = page.scanned;
  counts.failed = failures.length;
  const next = advance(checkpoint, page.next, counts);
  await saveCheckpoint(tools.store, next);
  tools.onProgress(counts);
  return next;
}

/** The page in parts, each with the writes of one transaction: a checkpoint may lie in the middle of a page. */
async function workPageOnce(page: Page, checkpoint: Checkpoint, tools: SegmentTools): Promise<Checkpoint> {
  let current = checkpoint;
  for (let rest: Page | undefined = page; rest; ) {
    const { part, changes, behind }: Part = firstPart(rest, tools);
    let counts = part.counts;
    const before = current;
    current = await writeOnce(tools, tools.store, changes, async (outcomes) => {
      counts = { ...part.counts };
      const failures = [...part.failures, ...settleOutcomes(outcomes, counts)];
      await settleFailures(failures, tools);
      counts.failed = failures.length;
      return advance(before, part.next, counts);
    });
    tools.onProgress(counts);
    rest = behind;
  }
  return current;
}

interface Part {
  part: Page & Pick<PreparedPage, 'failures' | 'counts'>;
  changes: Change[];
  /** What of the page comes after it. */
  behind?: Page;
}

/** As much of a page as goes into one transaction. */
function firstPart(page: Page, { preparation }: SegmentTools): Part {
  const whole = preparePage(page.items, preparation);
  const changes = firstOf(whole.changes);
  const last = changes.at(-1)?.key;
  if (!last || changes.length === whole.changes.length) {
    const counts = { ...whole.counts, scanned: page.scanned };
    return { part: { ...page, failures: whole.failures, counts }, changes };
  }
  const end = page.items.findIndex((item) => keyText(item) === keyText(last)) + 1;
  const items = page.items.slice(0, end);
  const { failures, counts } = preparePage(items, preparation);
  return {
    part: { items, scanned: end, next: last, failures, counts: { ...counts, scanned: end } },
    changes,
    behind: { ...page, items: page.items.slice(end), scanned: page.scanned - end },
  };
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
async function settleFailures(failures: readonly Failure[], tools: SegmentTools): Promise<void> {
  const [first] = failures;
  if (!first) return;
  await tools.recordFailures(failures);
  if (tools.onError === 'skip') return;
  const { migration, name } = tools.store.id;
  const others = failures.length > 1 ? ` (and ${failures.length - 1} more of its page)` : '';
  throw new BootstrapError(
    'backfill-item-failed',
    `Backfill ${name} of ${migration} can't write item ${describeFailure(first)}${others}. yarn migrate failures lists them. ` +
      "Mend the item or the transform, or set onError: 'skip'; then run the command again: it goes on from there.",
  );
}
