import { formatPlan } from '../../../../bootstrap/migrator/plan/format-plan';
import type { PlannedMigration, PlannedWrite } from '../../../../bootstrap/migrator/plan/planned-migration';

const write = (details: Partial<PlannedWrite>): PlannedWrite => ({
  kind: 'write',
  operation: 'UpdateItem',
  change: 'update',
  tableName: 'music',
  key: { pk: 'a' },
  summary: 'update pk = "a"',
  ...details,
});

const migration = (details: Partial<PlannedMigration>): PlannedMigration => ({
  name: '20260101000000-a',
  phase: 'expand',
  actions: [],
  writes: [],
  ...details,
});

const linesOf = (action: PlannedWrite) => formatPlan([migration({ actions: [action] })]).slice(2);

test('a write shows what it changes, attribute by attribute', () => {
  const before = { pk: 'a', name: 'Ann', age: 3, same: { deep: [1] } };
  const after = { pk: 'a', name: 'Eve', tags: { SS: ['x'] }, same: { deep: [1] } };
  expect(linesOf(write({ before, after }))).toEqual([
    '    ~ name: "Ann" → "Eve"',
    '    - age: 3',
    '    + tags: {"SS":["x"]}',
  ]);
});

test.each<[string, Partial<PlannedWrite>, string[]]>([
  ['a new item', { before: null, after: { pk: 'a', name: 'Ann' } }, ['    there is no such item', '    + name: "Ann"']],
  ['a deletion', { before: { pk: 'a', name: 'Ann' }, after: null }, ['    - name: "Ann"']],
  ['a deletion of nothing', { before: null, after: null }, ['    there is no such item: changes nothing']],
  ['the same item', { before: { pk: 'a' }, after: { pk: 'a' } }, ['    changes nothing']],
  ['an item not known before', { after: { pk: 'a' } }, ['    after: {"pk":"a"}']],
  ['an item not known after', { before: { pk: 'a' } }, ['    before: {"pk":"a"}']],
  ['an item not known at all', {}, []],
])('%s', (_, items, lines) => expect(linesOf(write(items))).toEqual(lines));

test('a long value is cut off', () => {
  const [line = ''] = linesOf(write({ before: { pk: 'a' }, after: { pk: 'a', text: 'x'.repeat(10_000) } }));
  expect(line.length).toBeLessThan(250);
  expect(line).toMatch(/x…$/);
});

test('where the plan stops being exact is said at that place', () => {
  const index = { kind: 'control-plane', operation: 'UpdateTable', summary: 'create index gsi1' } as const;
  const inexact = { fromAction: 1, reason: 'Query reads index gsi1' };
  const actions = [index, write({})];
  expect(formatPlan([migration({ actions, inexact, phase: 'contract' })])).toEqual([
    '20260101000000-a (contract)',
    '  UpdateTable: create index gsi1',
    '  From here on the plan is not exact: Query reads index gsi1.',
    '  UpdateItem music: update pk = "a"',
  ]);
  expect(formatPlan([migration({ actions: [index], inexact })]).at(-1)).toMatch(/not exact/);
});

test('writes that are not shown are counted, and an error ends the migration', () => {
  const writes = [
    { operation: 'UpdateItem', change: 'update', tableName: 'music', count: 1 },
    { operation: 'BatchWriteItem', change: 'put', tableName: 'music', count: 30 },
  ] as const;
  const batch = write({ operation: 'BatchWriteItem', change: 'put' });
  const actions = [write({}), write({ refused: true }), batch, batch];
  expect(formatPlan([migration({ actions, writes: [...writes], error: 'I give up' })]).slice(-2)).toEqual([
    '  … and 28 more: BatchWriteItem (put) music, 30 in all',
    '  would fail: I give up',
  ]);
});

test('an error where the plan is not exact any more has a line of its own, as one that may come', () => {
  const inexact = { fromAction: 0, reason: 'Scan reads table music', error: 'The transform is none.' };
  expect(formatPlan([migration({ actions: [write({})], inexact })])).toEqual([
    '20260101000000-a (expand)',
    '  From here on the plan is not exact: Scan reads table music.',
    '  UpdateItem music: update pk = "a"',
    '  may fail: The transform is none.',
  ]);
});

test('a migration that does nothing, and no migration at all, are said to be so', () => {
  expect(formatPlan([migration({})])).toEqual(['20260101000000-a (expand)', '  nothing to do']);
  expect(formatPlan([])).toEqual(['No migration is pending.']);
});
