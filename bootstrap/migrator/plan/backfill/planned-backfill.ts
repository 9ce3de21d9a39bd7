import type { BackfillHeader } from '../../backfill/backfill-header';
import type { PlainItem } from '../plain-item';
import type { Estimate } from './estimate';
import type { RunningCosts } from './running-costs';

/** What a backfill would do. */
export interface PlannedBackfill {
  kind: 'backfill';
  operation: 'backfill';
  tableName: string;
  /** The backfill's. */
  name: string;
  /** What the numbers come from, in words. */
  summary: string;
  basis: Basis;
  matched: Estimate;
  /** Those that match by the attribute `_et`, the most frequent first; null is for those without it. */
  entities: { entity: string | null; count: Estimate }[];
  updated: Estimate;
  removed: Estimate;
  /** They match, and are as they are to be. */
  unchanged: Estimate;
  /** They match, and can't be written. */
  failed: Estimate;
  onError: 'stop' | 'skip';
  /** Ten of those that would be changed. */
  samples: PlannedChange[];
  /** Ten of those that would fail. */
  failures: { key: PlainItem; reason: string }[];
  costs: RunningCosts;
  /** Where it goes on, where a run before was interrupted. The numbers are those of the whole table all the same. */
  unfinished?: UnfinishedBackfill;
}

/**
 * `whole`: all items of the table, or of the partition that is named, were read, and the numbers are exact. `sample`: segments chosen at random were read, and the numbers
 * are estimates. `part`: of how many the items that were read are a part is not known; the numbers are those of the part.
 */
export type Basis =
  | { kind: 'whole'; scanned: number; of: 'table' | 'partition' }
  | {
      kind: 'sample';
      scanned: number;
      segments: number;
      totalSegments: number;
      /** Of the table, as DynamoDB counted them up to six hours ago. */
      tableItems: number;
      /** How many there are by the segments, where that is another number: items in few partitions, or an old count. */
      suggestedItems?: number;
    }
  | { kind: 'part'; scanned: number; of: 'table' | 'partition' };

export interface PlannedChange {
  key: PlainItem;
  before: PlainItem;
  /** Null: it would be deleted. */
  after: PlainItem | null;
}

export interface UnfinishedBackfill extends Pick<BackfillHeader, 'state' | 'by' | 'startedAt' | 'segments'> {
  segmentsDone: number;
  scanned: number;
  /** Items that were changed or deleted. */
  written: number;
}
