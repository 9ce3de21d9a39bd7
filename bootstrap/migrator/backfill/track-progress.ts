import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { Sender } from '../../bulk/sender';
import type { BackfillProgress, BackfillTotals } from './backfill-totals';
import type { SegmentCounts } from './checkpoint';
import type { BackfillId } from './keys';
import { addCounts } from './page';

/** Rates are those of so long. */
const RATE_MILLISECONDS = 10_000;

/** Keeps count of a run. */
export interface Tracker {
  note(counts: SegmentCounts): void;
  noteSegmentDone(): void;
  totals(): BackfillTotals;
  progress(): BackfillProgress;
}

interface Beginning {
  id: BackfillId;
  table: TableDescription;
  segments: number;
  segmentsDone: number;
  /** Of the checkpoints, as they were found. */
  counts: SegmentCounts;
  /** Of the runs before. */
  used: Pick<BackfillTotals, 'readUnits' | 'writeUnits' | 'throttles'>;
}

export function createTracker({ usage, limits, writeConcurrency }: Sender, beginning: Beginning): Tracker {
  const { id, table, segments, used } = beginning;
  const start = performance.now();
  let { counts, segmentsDone } = beginning;

  const totals = (): BackfillTotals => ({
    ...counts,
    readUnits: used.readUnits + usage.readUnits,
    writeUnits: used.writeUnits + usage.writeUnits,
    throttles: used.throttles + usage.throttles,
  });

  const windows = [{ at: start, scanned: counts.scanned, readUnits: 0, writeUnits: 0 }];
  /** Of the last seconds: what somebody has changed, a limit perhaps, is to be seen in them. */
  const rates = () => {
    const now = { at: performance.now(), scanned: counts.scanned, ...usage };
    while (windows.length > 1 && now.at - (windows[1]?.at ?? now.at) >= RATE_MILLISECONDS) windows.shift();
    const then = windows[0] ?? now;
    windows.push(now);
    const per = (amount: number) => perSecond(amount, now.at - then.at);
    return {
      itemsPerSecond: per(now.scanned - then.scanned),
      readUnitsPerSecond: per(now.readUnits - then.readUnits),
      writeUnitsPerSecond: per(now.writeUnits - then.writeUnits),
    };
  };

  return {
    note: (more) => {
      counts = addCounts(counts, more);
    },
    noteSegmentDone: () => {
      segmentsDone += 1;
    },
    totals,
    progress: () => {
      const elapsed = performance.now() - start;
      const share = shareOf(counts.scanned, table.ItemCount ?? 0, segmentsDone / segments);
      const shareBefore = shareOf(beginning.counts.scanned, table.ItemCount ?? 0, beginning.segmentsDone / segments);
      return {
        ...totals(),
        migration: id.migration,
        backfill: id.name,
        segments,
        segmentsDone,
        tableItems: table.ItemCount ?? 0,
        tableBytes: table.TableSizeBytes ?? 0,
        share,
        elapsedMilliseconds: Math.round(elapsed),
        ...rates(),
        concurrency: writeConcurrency(),
        limits: { readUnits: limits.read.current(), writeUnits: limits.write.current() },
        throttlingReasons: { ...usage.throttlingReasons },
        remainingMilliseconds:
          share > shareBefore ? Math.round((elapsed * (1 - share)) / (share - shareBefore)) : undefined,
      };
    },
  };
}

/** By the table's items where DynamoDB has counted them and they are not more by now; the segments know it roughly. */
function shareOf(scanned: number, tableItems: number, ofSegments: number): number {
  if (ofSegments === 1 || tableItems === 0 || scanned > tableItems) return ofSegments;
  return scanned / tableItems;
}

const perSecond = (amount: number, milliseconds: number): number =>
  milliseconds > 0 ? Math.round((amount * 10_000) / milliseconds) / 10 : 0;
