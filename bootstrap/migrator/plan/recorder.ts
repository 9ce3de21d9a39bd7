import type { Change, PlannedAction, PlannedMigration } from './planned-migration';

/** Keeps what one migration would do. */
export interface Recorder {
  /** What is recorded so far. */
  planned: PlannedMigration;
  record(action: PlannedAction): void;
  /** True for the first ten writes of a kind: those are recorded, all others only counted. */
  takeSample(write: WriteKind): boolean;
  count(write: WriteKind): void;
  /** The plan is not exact from here on. Only the first reason is kept. */
  markInexact(reason: string): void;
}

interface WriteKind {
  operation: string;
  change: Change;
  tableName: string;
}

const SAMPLES_PER_KIND = 10;

/** Fills in the plan of one migration, which may have begun. */
export function createRecorder(planned: PlannedMigration): Recorder {
  const samples = new Map<string, number>();

  return {
    planned,
    record: (action) => void planned.actions.push(action),
    takeSample: ({ operation, change, tableName }) => {
      const kind = `${operation} ${change} ${tableName}`;
      const taken = samples.get(kind) ?? 0;
      samples.set(kind, taken + 1);
      return taken < SAMPLES_PER_KIND;
    },
    count: ({ operation, change, tableName }) => {
      const known = planned.writes.find(
        (count) => count.operation === operation && count.change === change && count.tableName === tableName,
      );
      if (known) known.count += 1;
      else planned.writes.push({ operation, change, tableName, count: 1 });
    },
    markInexact: (reason) => {
      planned.inexact ??= { fromAction: planned.actions.length, reason };
    },
  };
}
