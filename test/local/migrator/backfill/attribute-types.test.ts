import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { closeAll, createProxiedTable } from '../support/surroundings';
import { runBackfill } from './support/backfills';
import { meanwhile, putAll, putItem, readAll, type SdkItem } from './support/meanwhile';
import { isBatch } from './support/requests';

jest.setTimeout(60_000);
afterEach(closeAll);

const DIGITS = '-1234567890123456789012345678.9012345678';
const bytes = (...values: number[]) => Uint8Array.from(values);

/** Of each type a value, and another that somebody else sets meanwhile: as near to the first as can be. */
const VALUES: Record<string, [AttributeValue, AttributeValue]> = {
  string: [{ S: 'text' }, { S: 'Text' }],
  'empty string': [{ S: '' }, { S: ' ' }],
  'string of a number': [{ S: '1' }, { N: '1' }],
  number: [{ N: '1' }, { N: '2' }],
  'number of 38 digits': [{ N: DIGITS }, { N: DIGITS.replace(/8$/, '9') }],
  'smallest number': [{ N: '1E-130' }, { N: '2E-130' }],
  'largest number': [
    { N: '9.9999999999999999999999999999999999999E+125' },
    { N: '9.9999999999999999999999999999999999998E+125' },
  ],
  binary: [{ B: bytes(0, 255, 128) }, { B: bytes(0, 255, 129) }],
  'empty binary': [{ B: bytes() }, { B: bytes(0) }],
  boolean: [{ BOOL: false }, { BOOL: true }],
  null: [{ NULL: true }, { BOOL: false }],
  'set of strings': [{ SS: ['one', 'two', ''] }, { SS: ['one', 'two'] }],
  'set of numbers': [{ NS: ['1', DIGITS] }, { NS: ['1', '2'] }],
  'set of binary': [{ BS: [bytes(1), bytes(2)] }, { BS: [bytes(1), bytes(3)] }],
  list: [{ L: [{ S: 'one' }, { N: DIGITS }, { L: [] }] }, { L: [{ N: DIGITS }, { S: 'one' }, { L: [] }] }],
  'empty list': [{ L: [] }, { L: [{ NULL: true }] }],
  map: [{ M: { one: { S: 'one' }, two: { SS: ['a', 'b'] } } }, { M: { one: { S: 'one' }, two: { SS: ['a', 'c'] } } }],
  'empty map': [{ M: {} }, { M: { one: { S: '' } } }],
  'null in a list': [{ L: [{ NULL: true }] }, { L: [{ NULL: true }, { NULL: true }] }],
  'null in a map': [{ M: { one: { NULL: true } } }, { M: { one: { BOOL: true } } }],
  'null in a map in a list': [{ L: [{ M: { one: { NULL: true } } }] }, { L: [{ M: { two: { NULL: true } } }] }],
};

const NAMES = [
  ...[
    'a"b',
    '"',
    '""',
    "a'b",
    "'",
    'a b',
    ' ',
    'a.b',
    'a[0]',
    '#a',
    ':a',
    '?',
    'a?b',
    'a--b',
    'a;b',
    'a\\b',
    'a/*b',
    '0',
  ],
  ...['select', 'SIZE', 'ä', '名', '🏙', 'a\nb', 'constructor', 'toString', 'hasOwnProperty'],
];

const keyOf = (pk: string): SdkItem => ({ pk: { S: pk }, sk: { S: 'item' } });
const withMark = (item: SdkItem): SdkItem => ({ ...item, mark: { S: 'marked' } });
const WAYS: [string, boolean][] = [
  ['statements', false],
  ['transactions', true],
];
const mark = (item: object) => ({ ...item, mark: 'marked' });

/** Each value in an item of its own, and one item that has them all. */
const TYPED: SdkItem[] = [
  ...Object.entries(VALUES).map(([pk, [value]]) => ({ ...keyOf(pk), value })),
  { ...keyOf('all'), ...Object.fromEntries(Object.entries(VALUES).map(([name, [value]]) => [name, value])) },
];

test.each(WAYS)('with %s, attributes of all types are the same beside one that changes', async (_, exactlyOnce) => {
  const table = await createProxiedTable();
  await putAll(table.client, table.name, TYPED);
  const before = await readAll(table.client, table.name);

  const totals = await runBackfill(table, { exactlyOnce, transform: mark });

  expect(totals).toMatchObject({ updated: TYPED.length, conflicts: 0, failed: 0 });
  expect(before.get('number of 38 digits')).toMatchObject({ value: { N: DIGITS } });
  expect(await readAll(table.client, table.name)).toEqual(
    new Map([...before].map(([pk, item]) => [pk, withMark(item)])),
  );
});

test.each(WAYS)(
  'with %s, a change of an attribute by somebody else is seen, of whatever type it is',
  async (_, exactlyOnce) => {
    const table = await createProxiedTable();
    const first = Object.entries(VALUES).map(([pk, [value]]) => ({ ...keyOf(pk), value }));
    const others = Object.entries(VALUES).map(([pk, [, value]]) => ({ ...keyOf(pk), value }));
    await putAll(table.client, table.name, first);
    let theirs = new Map<string, SdkItem>();
    meanwhile(table, async () => {
      await putAll(table.client, table.name, others);
      theirs = await readAll(table.client, table.name);
    });

    const totals = await runBackfill(table, { segments: 1, exactlyOnce, transform: mark });

    expect(totals).toMatchObject({ updated: first.length, conflicts: first.length, failed: 0 });
    expect(theirs.size).toBe(first.length);
    expect(await readAll(table.client, table.name)).toEqual(
      new Map([...theirs].map(([pk, item]) => [pk, withMark(item)])),
    );
  },
);

test.each(WAYS)('with %s, attributes may have any name, also those that change', async (_, exactlyOnce) => {
  const table = await createProxiedTable();
  const entries = NAMES.map((name): [string, AttributeValue] => [name, { N: '1' }]);
  await putItem(table.client, table.name, { ...keyOf('all'), ...Object.fromEntries(entries) });
  await putAll(
    table.client,
    table.name,
    NAMES.slice(0, 25).map((name, position) => ({
      ...keyOf(`${position}`),
      ...Object.fromEntries([[name, { N: '1' }]]),
    })),
  );

  const totals = await runBackfill(table, {
    exactlyOnce,
    transform: (item) =>
      Object.fromEntries(Object.entries(item).map(([name, value]) => [name, value === 1 ? 2 : value])),
  });

  expect(totals).toMatchObject({ updated: 26, conflicts: 0, failed: 0 });
  const after = await readAll(table.client, table.name);
  expect(Object.entries(after.get('all') ?? {}).sort()).toEqual(
    [...Object.entries(keyOf('all')), ...entries.map(([name]) => [name, { N: '2' }])].sort(),
  );
  if (!exactlyOnce) expect(table.proxy.requests.filter(isBatch)).not.toEqual([]);
});

test.each(WAYS)('with %s, an attribute that was looked for and is there by now is seen', async (_, exactlyOnce) => {
  const table = await createProxiedTable();
  await putAll(table.client, table.name, [keyOf('read'), keyOf('asked for')]);
  meanwhile(table, () =>
    putAll(table.client, table.name, [
      { ...keyOf('read'), nick: { S: 'GW' } },
      { ...keyOf('asked for'), nick: { S: 'GW' } },
    ]),
  );

  const totals = await runBackfill(table, {
    segments: 1,
    exactlyOnce,
    transform: (item) =>
      item.pk === 'read' ? { ...item, name: item.nick ?? 'none' } : { ...item, name: 'nick' in item ? 'GW' : 'none' },
  });

  expect(totals).toMatchObject({ updated: 2, conflicts: 2 });
  for (const { name } of await table.data()) expect(name).toBe('GW');
});

test.each(WAYS)(
  'with %s, an attribute that the transform sets and somebody else has set by now is seen',
  async (_, exactlyOnce) => {
    const table = await createProxiedTable();
    await putAll(table.client, table.name, [keyOf('one')]);
    meanwhile(table, () => putItem(table.client, table.name, { ...keyOf('one'), name: { S: 'theirs' } }));

    const totals = await runBackfill(table, {
      exactlyOnce,
      transform: (item) => ({ name: 'ours', ...item }),
    });

    expect(totals).toMatchObject({ matched: 1, updated: 0, unchanged: 1, conflicts: 1 });
    expect(await table.data()).toEqual([{ pk: 'one', sk: 'item', name: 'theirs' }]);
  },
);
