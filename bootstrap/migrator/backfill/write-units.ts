import type { GlobalSecondaryIndexDescription, TableDescription } from '@aws-sdk/client-dynamodb';
import { sameValue, type WireItem } from '../../bulk/attribute-values';
import { itemSize } from '../../bulk/item-size';
import type { Change } from './prepare-item';

/** Of an index, what tells its entries. */
export type WrittenIndex = Pick<GlobalSecondaryIndexDescription, 'KeySchema' | 'Projection'>;

/** Those of a table: their entries are written with its items. */
export const writtenIndexes = ({ GlobalSecondaryIndexes, LocalSecondaryIndexes }: TableDescription): WrittenIndex[] => [
  ...(GlobalSecondaryIndexes ?? []),
  ...(LocalSecondaryIndexes ?? []),
];

/**
 * Capacity units that a change will use, of the table and of its indexes: a unit for each 1 KB of the larger of the two
 * items; in an index, a unit for each entry that is written and for each that is deleted.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
export function writeUnitsOf(
  { before, after, set, removed }: Pick<Change, 'before' | 'after' | 'set' | 'removed'>,
  indexes: readonly WrittenIndex[],
): number {
  const changed = new Set([...Object.keys(set), ...removed]);
  const units = unitsOf(Math.max(itemSize(before), after ? itemSize(after) : 0));
  return indexes.reduce((sum, index) => sum + indexUnits(index, before, after, changed), units);
}

const unitsOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / 1024));

function indexUnits(
  { KeySchema = [], Projection }: WrittenIndex,
  before: WireItem,
  after: WireItem | undefined,
  changed: ReadonlySet<string>,
): number {
  const keys = KeySchema.map(({ AttributeName = '' }) => AttributeName);
  const carried = new Set(['pk', 'sk', ...keys, ...(Projection?.NonKeyAttributes ?? [])]);
  const isCarried = (name: string): boolean => Projection?.ProjectionType === 'ALL' || carried.has(name);
  const entryOf = (item: WireItem | undefined): WireItem | undefined =>
    item && keys.every((key) => item[key] !== undefined)
      ? Object.fromEntries(Object.entries(item).filter(([name]) => isCarried(name)))
      : undefined;
  const [old, next] = [entryOf(before), entryOf(after)];
  const isMoved = old && next && !keys.every((key) => sameValue(old[key], next[key]));
  if (old && next && !isMoved) {
    return [...changed].some(isCarried) ? unitsOf(Math.max(itemSize(old), itemSize(next))) : 0;
  }
  return (old ? unitsOf(itemSize(old)) : 0) + (next ? unitsOf(itemSize(next)) : 0);
}
