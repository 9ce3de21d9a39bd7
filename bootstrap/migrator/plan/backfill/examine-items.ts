import type { GlobalSecondaryIndexDescription } from '@aws-sdk/client-dynamodb';
import { keyText, type WireItem, type WireKey } from '../../../bulk/attribute-values';
import { checkIdempotence } from '../../backfill/idempotence';
import { type Change, type Failure, type Preparation, prepareItem } from '../../backfill/prepare-item';
import { writeUnitsOf } from '../../backfill/write-units';

/** What is to become of items, counted. */
export interface Tally {
  matched: number;
  updated: number;
  removed: number;
  unchanged: number;
  failed: number;
  writeUnits: number;
  /** How many of those that match there are of each entity, by the attribute `_et`; '' is for those without it. */
  entities: Map<string, number>;
}

export interface Examiner {
  /** Asks the transform about the items of a page. */
  examine(segment: number, items: readonly WireItem[]): void;
  /** By segment; one of which nothing came has none. */
  tallies: ReadonlyMap<number, Tally>;
  /** Up to ten, chosen at random, in the order of their keys. */
  changes(): Change[];
  /** The first ten, in the order of their keys. */
  failures(): Failure[];
  /** Why the backfill would be refused, where it would. */
  problem(): unknown;
}

export interface ExaminerOptions {
  preparation: Preparation;
  /** The table's, as they would be. */
  indexes: readonly GlobalSecondaryIndexDescription[];
  exactlyOnce: boolean;
}

const MOST_SHOWN = 10;
/** Transformed twice, which a run does with a hundred. */
const TWICE_PER_PAGE = 100;

/** Counts what a backfill would do with items, and keeps a few of them. */
export function createExaminer({ preparation, indexes, exactlyOnce }: ExaminerOptions): Examiner {
  const tallies = new Map<number, Tally>();
  const changes: Change[] = [];
  const failures: Failure[] = [];
  let changed = 0;
  let problem: unknown;

  /** Each of those that came so far is kept with the same probability: J. S. Vitter's algorithm R, 1985. */
  const keep = (change: Change): void => {
    changed += 1;
    const place = changes.length < MOST_SHOWN ? changes.length : Math.floor(Math.random() * changed);
    if (place < MOST_SHOWN) changes[place] = change;
  };

  const count = (item: WireItem, tally: Tally): void => {
    const prepared = prepareItem(item, preparation);
    if (prepared.kind === 'unmatched') return;
    const entity = item._et?.S ?? '';
    tally.matched += 1;
    tally.entities.set(entity, (tally.entities.get(entity) ?? 0) + 1);
    if (prepared.kind === 'unchanged') tally.unchanged += 1;
    else if (prepared.kind === 'failure') {
      tally.failed += 1;
      if (failures.length < MOST_SHOWN) failures.push(prepared.failure);
    } else {
      tally[prepared.change.after ? 'updated' : 'removed'] += 1;
      tally.writeUnits += writeUnitsOf(prepared.change, indexes);
      keep(prepared.change);
    }
  };

  return {
    tallies,
    failures: () => [...failures].sort(byKey),
    problem: () => problem,
    changes: () => [...changes].sort(byKey),
    examine: (segment, items) => {
      const tally = tallies.get(segment) ?? emptyTally();
      tallies.set(segment, tally);
      for (const item of items) count(item, tally);
      if (exactlyOnce || problem !== undefined) return;
      try {
        checkIdempotence(items.slice(0, TWICE_PER_PAGE), preparation);
      } catch (error) {
        problem = error;
      }
    },
  };
}

/** Segments come in random order. */
const byKey = (one: { key: WireKey }, other: { key: WireKey }): number =>
  keyText(one.key) < keyText(other.key) ? -1 : 1;

export const emptyTally = (): Tally => ({
  matched: 0,
  updated: 0,
  removed: 0,
  unchanged: 0,
  failed: 0,
  writeUnits: 0,
  entities: new Map(),
});
