import type { Phase } from '../migration';
import type { PlannedBackfill } from './backfill/planned-backfill';
import type { PlainItem } from './plain-item';

/** What a pending migration would do, as far as reading alone can tell. All of it is plain JSON. */
export interface PlannedMigration {
  name: string;
  phase: Phase;
  /** In the order in which they would be sent; of the writes only a sample, see `writes`. */
  actions: PlannedAction[];
  /** All item writes, counted: `actions` holds the first ten of each of these kinds. */
  writes: WriteCount[];
  /**
   * Why the plan is not exact from some action on: its index in `actions`, or their number where none came after. `error` is
   * what the body threw from there on: a run may throw it too, or not.
   */
  inexact?: { fromAction: number; reason: string; error?: string };
  /** What the body threw while the plan was exact, and would throw in a run. */
  error?: string;
}

export type PlannedAction = PlannedControlPlaneChange | PlannedWrite | PlannedBackfill;

/** A change of a table or of its settings. */
export interface PlannedControlPlaneChange {
  kind: 'control-plane';
  operation: string;
  summary: string;
}

/** What is done to an item. `check` is the condition of a transaction, which writes nothing; `statement` is PartiQL. */
export type Change = 'put' | 'update' | 'delete' | 'check' | 'statement';

export interface PlannedWrite {
  kind: 'write';
  /** The call that would be sent, e.g. BatchWriteItem. */
  operation: string;
  change: Change;
  tableName: string;
  key?: PlainItem;
  /** The item as it is, or null where there is none. Missing where it is not known. */
  before?: PlainItem | null;
  /** The item as it would be, or null where there would be none. Missing where it is not known. */
  after?: PlainItem | null;
  /** True where the write's condition evidently does not hold, so that DynamoDB would refuse it. */
  refused?: true;
  summary: string;
}

interface WriteCount {
  operation: string;
  change: Change;
  tableName: string;
  count: number;
}
