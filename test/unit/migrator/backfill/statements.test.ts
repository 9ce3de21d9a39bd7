import fc from 'fast-check';
import { sameItem, sameValue, type WireItem } from '../../../../bootstrap/bulk/attribute-values';
import { toNativeItem } from '../../../../bootstrap/bulk/native-values';
import { remove } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { type Change, prepareItem } from '../../../../bootstrap/migrator/backfill/prepare-item';
import { toConditionalWrite, toStatement } from '../../../../bootstrap/migrator/backfill/statements';
import { wireItem, wireValue } from '../../bulk/wire-values';
import { applyWrite } from './apply-write';

const KEY: WireItem = { pk: { S: 'item' }, sk: { S: '1' } };
const TABLE = 'table';

/** Any item with this key. */
const anyItem: fc.Arbitrary<WireItem> = wireItem.map((attributes) => ({ ...attributes, ...KEY }));
/** Two of which the second has much in common with the first. */
const twoItems: fc.Arbitrary<[WireItem, WireItem]> = fc
  .tuple(anyItem, anyItem, fc.func(fc.boolean()))
  .map(([before, other, isKept]) => [
    before,
    { ...other, ...Object.fromEntries(Object.entries(before).filter(([name]) => isKept(name))), ...KEY },
  ]);

/** What a transform to this item comes to. Undefined: nothing. */
function changeOf(before: WireItem, after: WireItem): Change | undefined {
  const prepared = prepareItem(before, {
    transform: () => toNativeItem(after),
    matcher: { accepts: () => true, filtered: [] },
    keyLimits: [],
  });
  if (prepared.kind === 'failure') throw new Error(prepared.failure.reason);
  return prepared.kind === 'change' ? prepared.change : undefined;
}

function removalOf(before: WireItem): Change {
  const prepared = prepareItem(before, {
    transform: remove,
    matcher: { accepts: () => true, filtered: [] },
    keyLimits: [],
  });
  if (prepared.kind !== 'change') throw new Error(`It is ${prepared.kind}.`);
  return prepared.change;
}

const writeOf = (change: Change) => {
  const write = toConditionalWrite(TABLE, change);
  if (!write) throw new Error('It has too many attributes.');
  return write;
};

test('for any two items, the update applied to the first gives the second', () => {
  fc.assert(
    fc.property(twoItems, ([before, after]) => {
      const change = changeOf(before, after);
      const result = change ? applyWrite(writeOf(change), before) : before;
      return result !== undefined && sameItem(result, after);
    }),
    { numRuns: 500 },
  );
});

test('an update carries no attribute that stays as it is', () => {
  fc.assert(
    fc.property(twoItems, ([before, after]) => {
      const { set = {}, removed = [] } = changeOf(before, after) ?? {};
      return (
        Object.entries(set).every(([name, value]) => !Object.hasOwn(before, name) || !sameValue(before[name], value)) &&
        removed.every((name) => Object.hasOwn(before, name) && !Object.hasOwn(after, name))
      );
    }),
  );
});

test('for any three items, the update of the first is refused by the third, unless that is the same where it matters', () => {
  fc.assert(
    fc.property(twoItems, fc.func(fc.boolean()), anyItem, ([before, after], isKept, third) => {
      const change = changeOf(before, after);
      fc.pre(change !== undefined);
      const kept = Object.fromEntries(Object.entries(before).filter(([name]) => isKept(name)));
      const current: WireItem = { ...third, ...kept, ...KEY };
      const isUnchanged = Object.entries(before).every(([name, value]) => sameValue(current[name], value));
      const isStillAbsent = Object.keys(change.set).every(
        (name) => Object.hasOwn(before, name) || !Object.hasOwn(current, name),
      );
      return (applyWrite(writeOf(change), current) !== undefined) === (isUnchanged && isStillAbsent);
    }),
    { numRuns: 300 },
  );
});

test('an attribute that was looked for and missed has to be missing still', () => {
  fc.assert(
    fc.property(anyItem, fc.string({ minLength: 1 }), wireValue, (before, name, value) => {
      fc.pre(!Object.hasOwn(before, name) && !Object.hasOwn(Object.prototype, name));
      const prepared = prepareItem(before, {
        transform: (item) => ({ ...item, 'was there': item[name] !== undefined }),
        matcher: { accepts: () => true, filtered: [] },
        keyLimits: [],
      });
      fc.pre(prepared.kind === 'change');
      const write = writeOf((prepared as { change: Change }).change);
      return applyWrite(write, before) !== undefined && applyWrite(write, { ...before, [name]: value }) === undefined;
    }),
  );
});

test('a deletion is refused by an item that has changed', () => {
  fc.assert(
    fc.property(anyItem, wireValue, wireValue, (item, value, other) => {
      fc.pre(!sameValue(value, other));
      const write = writeOf(removalOf({ ...item, state: value }));
      return (
        applyWrite(write, { ...item, state: value }) !== undefined &&
        applyWrite(write, { ...item, state: other }) === undefined &&
        applyWrite(write, Object.fromEntries(Object.entries(item).filter(([name]) => name !== 'state'))) === undefined
      );
    }),
  );
});

test('a statement has a parameter for each question mark outside of its names', () => {
  fc.assert(
    fc.property(twoItems, ([before, after]) => {
      const change = changeOf(before, after);
      const statement = change && toStatement(TABLE, change);
      fc.pre(statement !== undefined);
      const outside = statement.Statement.replaceAll(/"(?:[^"]|"")*"/g, '');
      return outside.split('?').length - 1 === statement.Parameters.length;
    }),
  );
});

test('what a statement or an expression can not say is said by neither', () => {
  const wide = (attributes: number, length: number): WireItem => ({
    ...KEY,
    ...Object.fromEntries(
      Array.from({ length: attributes }, (_, position) => [`a${position}`.padEnd(length, '_'), { N: '1' }]),
    ),
  });
  const ways = (item: WireItem) => {
    const change = changeOf(item, { ...item, mark: { S: 'marked' } }) as Change;
    return [toStatement(TABLE, change) !== undefined, toConditionalWrite(TABLE, change) !== undefined];
  };

  expect(ways(wide(140, 5))).toEqual([true, true]);
  expect(ways(wide(140, 60))).toEqual([false, true]);
  expect(ways(wide(160, 5))).toEqual([false, false]);
});
