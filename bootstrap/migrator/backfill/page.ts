import type { WireItem } from '../../bulk/attribute-values';
import { NO_COUNTS, type SegmentCounts } from './checkpoint';
import { type Change, type Failure, type Preparation, prepareItem } from './prepare-item';
import type { Outcome } from './write-changes';

/** What is to be done with the items of a page. */
export interface PreparedPage {
  changes: Change[];
  failures: Failure[];
  /** Those that need no write. */
  counts: SegmentCounts;
}

/** Asks the transform about each item. */
export function preparePage(items: readonly WireItem[], preparation: Preparation): PreparedPage {
  const page: PreparedPage = { changes: [], failures: [], counts: { ...NO_COUNTS } };
  for (const item of items) {
    const prepared = prepareItem(item, preparation);
    if (prepared.kind === 'unmatched') continue;
    page.counts.matched += 1;
    if (prepared.kind === 'change') page.changes.push(prepared.change);
    else if (prepared.kind === 'failure') page.failures.push(prepared.failure);
    else page.counts.unchanged += 1;
  }
  return page;
}

/** Counts what became of changes, and gives those that failed. */
export function settleOutcomes(outcomes: readonly Outcome[], counts: SegmentCounts): Failure[] {
  const failures: Failure[] = [];
  for (const outcome of outcomes) {
    counts.conflicts += outcome.conflicts;
    if (outcome.kind === 'failure') failures.push(outcome.failure);
    else if (outcome.kind === 'gone') counts.matched -= 1;
    else counts[outcome.kind] += 1;
  }
  return failures;
}

export const addCounts = (one: SegmentCounts, other: SegmentCounts): SegmentCounts => ({
  scanned: one.scanned + other.scanned,
  matched: one.matched + other.matched,
  updated: one.updated + other.updated,
  removed: one.removed + other.removed,
  unchanged: one.unchanged + other.unchanged,
  failed: one.failed + other.failed,
  conflicts: one.conflicts + other.conflicts,
});
