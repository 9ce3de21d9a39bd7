import { NO_COUNTS, type SegmentCounts } from './checkpoint';

/** How far a backfill is, over all runs of it. */
export interface BackfillTotals extends SegmentCounts {
  readUnits: number;
  writeUnits: number;
  throttles: number;
}

export const NO_TOTALS: BackfillTotals = { ...NO_COUNTS, readUnits: 0, writeUnits: 0, throttles: 0 };

/** What a run tells about once a second. */
export interface BackfillProgress extends BackfillTotals {
  migration: string;
  backfill: string;
  segments: number;
  segmentsDone: number;
  /** Items of the table, as DescribeTable has it: DynamoDB counts them anew every six hours. */
  tableItems: number;
  tableBytes: number;
  /** Share of the table that is read, 0 to 1: by its items, or where they are not counted yet, by its segments. */
  share: number;
  /** Of this run. */
  elapsedMilliseconds: number;
  /** Of the last ten seconds, as all rates are. */
  itemsPerSecond: number;
  readUnitsPerSecond: number;
  writeUnitsPerSecond: number;
  /** Requests of writes that may be under way at once. */
  concurrency: number;
  /** Units per second, where they are limited. */
  limits: { readUnits?: number; writeUnits?: number };
  /** Why requests were throttled, where DynamoDB said so, with how often. */
  throttlingReasons: Record<string, number>;
  /** Undefined as long as nothing can be said. */
  remainingMilliseconds?: number;
}
