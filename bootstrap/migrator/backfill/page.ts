import { NO_COUNTS, type SegmentCounts } from './checkpoint';
import type { Change, Failure, Prepared } from './prepare-item';
import type { Outcome } from './write-changes';

/** What is to be done with items, and how many there are of each kind. */
export interface Tally {
  changes: Change[];
  failures: Failure[];
  /** Those that need no write. */
  counts: SegmentCounts;
}

export function tally(items: readonly Prepared[]): Tally {
  const found: Tally = { changes: [], failures: [], counts: { ...NO_COUNTS } };
  for (const prepared of items) {
    if (prepared.kind === 'unmatched') continue;
    found.counts.matched += 1;
    if (prepared.kind === 'change') found.changes.push(prepared.change);
    else if (prepared.kind === 'failure') found.failures.push(prepared.failure);
    else found.counts.unchanged += 1;
  }
  return found;
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

export const addCounts = (one: SegmentCounts, other: SegmentCounts): SegmentCounts => combine(one, other, 1);

export const subtractCounts = (one: SegmentCounts, other: SegmentCounts): SegmentCounts => combine(one, other, -1);

const combine = (one: SegmentCounts, other: SegmentCounts, factor: 1 | -1): SegmentCounts => ({
  scanned: one.scanned + factor * other.scanned,
  matched: one.matched + factor * other.matched,
  updated: one.updated + factor * other.updated,
  removed: one.removed + factor * other.removed,
  unchanged: one.unchanged + factor * other.unchanged,
  failed: one.failed + factor * other.failed,
  conflicts: one.conflicts + factor * other.conflicts,
});
