import type { GlobalSecondaryIndexDescription } from '@aws-sdk/client-dynamodb';
import type { WireItem } from '../../../../bootstrap/bulk/attribute-values';
import { writeUnitsOf } from '../../../../bootstrap/migrator/backfill/write-units';

const KEY = { pk: { S: 'a' }, sk: { S: 'b' } };
const text = (bytes: number) => ({ S: 'x'.repeat(bytes) });

const index = (
  projection: 'ALL' | 'KEYS_ONLY' | 'INCLUDE',
  carried: string[] = [],
): GlobalSecondaryIndexDescription => ({
  IndexName: 'gsi1',
  KeySchema: [
    { AttributeName: 'gsi1pk', KeyType: 'HASH' },
    { AttributeName: 'gsi1sk', KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: projection, NonKeyAttributes: carried },
});

/** A change from one to the other; no `after`: a deletion. */
function units(before: WireItem, after: WireItem | undefined, indexes: GlobalSecondaryIndexDescription[] = []): number {
  const full = { ...KEY, ...before };
  const entries = Object.entries(after ?? {});
  const set = Object.fromEntries(
    entries.filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value)),
  );
  const removed = after ? Object.keys(before).filter((name) => !(name in after)) : [];
  return writeUnitsOf({ before: full, after: after && { ...KEY, ...after }, set, removed }, indexes);
}

const indexed = { gsi1pk: { S: 'u' }, gsi1sk: { S: '1' } };

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
test.each<[name: string, before: WireItem, after: WireItem | undefined, units: number]>([
  ['a small item', {}, { a: text(1) }, 1],
  ['the larger of the two counts, here that of before', { a: text(3_000) }, { a: text(1) }, 3],
  ['and here that of after', {}, { a: text(1_024) }, 2],
  ['a deletion', { a: text(5_000) }, undefined, 5],
])('of the table: %s', (_, before, after, expected) => {
  expect(units(before, after)).toBe(expected);
});

test.each<[name: string, before: WireItem, after: WireItem | undefined, units: number]>([
  ['an item that is not in it before or after', {}, { a: text(1) }, 0],
  ['an item with a part of its key', {}, { gsi1pk: { S: 'u' } }, 0],
  ['a new entry', {}, indexed, 1],
  ['an entry that is deleted', indexed, {}, 1],
  ['an entry whose item is deleted', indexed, undefined, 1],
  ['an entry whose key changes: one deleted, one written', indexed, { ...indexed, gsi1pk: { S: 'v' } }, 2],
  ['an attribute that it does not carry', indexed, { ...indexed, a: text(1) }, 0],
  ['an attribute that it carries', indexed, { ...indexed, carried: text(2_000) }, 2],
  ['a carried attribute that goes', { ...indexed, carried: text(2_000) }, indexed, 2],
])('of an index: %s', (_, before, after, expected) => {
  const chosen = index('INCLUDE', ['carried']);
  expect(units(before, after, [chosen]) - units(before, after)).toBe(expected);
  expect(units(before, after, [chosen, chosen]) - units(before, after)).toBe(2 * expected);
});

test('an index of all attributes carries any, one of keys alone none', () => {
  const change = [indexed, { ...indexed, a: text(3_000) }] as const;
  expect(units(...change, [index('ALL')]) - units(...change)).toBe(3);
  expect(units(...change, [index('KEYS_ONLY')]) - units(...change)).toBe(0);
});
