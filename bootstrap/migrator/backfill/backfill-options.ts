import type { Item } from '../../bulk/native-values';

/** What the step `backfill` of a migration takes. */
export interface BackfillOptions<Stored = Item> {
  /** Names its checkpoints, 1 to 100 characters of a-z A-Z 0-9 . _ -. Default: `backfill-` and the step's number in the migration. */
  name?: string;
  /** Which items; a function alone is `{ where }`. Default: all, save those of Groundwork's own partition. */
  match?: Match<Stored> | ((item: Stored) => boolean);
  /**
   * What becomes of an item: the item as it is to be, `undefined` to leave it as it is, or `remove()` to delete it. It may be
   * called several times for an item, and not only for what is written: it does nothing else. Without `exactlyOnce` it is
   * idempotent: applied to what it made, it changes nothing. Its key stays as it is.
   */
  transform(item: Stored): Transformed;
  /**
   * An item's write and the note of it are one transaction, so that the transform need not be idempotent. It uses twice
   * the write units. Default: false.
   */
  exactlyOnce?: boolean;
  /** What an item that can't be written does: it ends the run, or is recorded for `yarn migrate failures`. Default: stop. */
  onError?: 'stop' | 'skip';
  /**
   * Parts of the table that are worked off side by side, 1 to 10,000; those of a backfill stay as many as it began with.
   * Default: one for each 32 MB, at least 16, at most 1,000.
   */
  segments?: number;
  /** Capacity units per second, of the table and its indexes, or a share of what is provisioned. Default: no limit. */
  maxWriteUnits?: Limit;
  maxReadUnits?: Limit;
}

/** Units per second from 1, or a share of the table's provisioned units, e.g. `'50%'`. */
export type Limit = number | `${number}%`;

/** All of it has to hold. */
export interface Match<Stored = Item> {
  /** Name of the entity, as DynamoDB-Toolbox writes it to the attribute `_et`. */
  entity?: string;
  /** A partition key: its items are read by a Query, and nothing else is. */
  partition?: string;
  /** Beginning of the sort keys, within the partition. */
  sortKeyPrefix?: string;
  /** A FilterExpression: DynamoDB reads and charges what it leaves out, but does not send it. */
  filter?: { expression: string; names?: Record<string, string>; values?: Item };
  /** Asked for each item that all else lets through. */
  where?(item: Stored): boolean;
}

export type Transformed = object | undefined | Removal;

/** The item is to be deleted. */
export class Removal {
  readonly isRemoval = true;
}

const REMOVAL = new Removal();

/** What a transform returns for an item that is to be deleted. */
export const remove = (): Removal => REMOVAL;
