import { NumberValueImpl as NumberValue } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { sameItem, type WireItem } from '../../../../bootstrap/bulk/attribute-values';
import type { Item } from '../../../../bootstrap/bulk/native-values';
import { type BackfillOptions, remove } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { toMatcher } from '../../../../bootstrap/migrator/backfill/match';
import {
  type Change,
  describeFailure,
  type Prepared,
  prepareItem,
} from '../../../../bootstrap/migrator/backfill/prepare-item';
import { wireItem } from '../../bulk/wire-values';

const KEY = { pk: { S: 'user#1' }, sk: { S: 'user' } };

const KEY_LIMITS = [
  { attribute: 'gsi1pk', indexName: 'gsi1', type: 'S' as const, mostBytes: 2048 },
  { attribute: 'rank', indexName: 'gsi1', type: 'N' as const, mostBytes: 1024 },
];

/** Whatever a transform written in plain JavaScript may do. */
type Transform = (item: Item) => unknown;

/** A transform that changes the item itself. */
const changed =
  (change: (item: Item) => unknown) =>
  (item: Item): Item => {
    change(item);
    return item;
  };

const prepare = (attributes: WireItem, transform: Transform, match?: BackfillOptions['match']): Prepared =>
  prepareItem(
    { ...KEY, ...attributes },
    {
      transform: transform as BackfillOptions['transform'],
      matcher: toMatcher(match),
      keyLimits: KEY_LIMITS,
    },
  );

function changeOf(prepared: Prepared): Change {
  if (prepared.kind !== 'change') throw new Error(`not a change: ${JSON.stringify(prepared)}`);
  return prepared.change;
}

function reasonOf(prepared: Prepared): string {
  if (prepared.kind !== 'failure') throw new Error(`not a failure: ${JSON.stringify(prepared)}`);
  expect(prepared.failure.key).toEqual(KEY);
  return prepared.failure.reason;
}

describe('only what changed is written', () => {
  const attributes = {
    email: { S: 'a@b' },
    tags: { SS: ['a', 'b'] },
    photo: { B: 'AQID' },
    large: { N: '12345678901234567890' },
    nested: { M: { list: { L: [{ N: '1' }] }, when: { NULL: true } } },
  };

  test.each<[name: string, transform: Transform, set: WireItem, removed?: string[]]>([
    ['a copy', (item) => ({ ...item, gsi1pk: `user#${item.email}` }), { gsi1pk: { S: 'user#a@b' } }],
    ['an assignment to the item itself', (item) => Object.assign(item, { a: 1 }), { a: { N: '1' } }],
    ['undefined for an attribute', (item) => ({ ...item, email: undefined }), {}, ['email']],
    ['an attribute deleted', changed((item) => delete item.email), {}, ['email']],
    ['rest', ({ email, ...item }) => ({ ...item, mail: email }), { mail: { S: 'a@b' } }, ['email']],
    ['a set changed in place', changed((item) => item.tags.add('c')), { tags: { SS: ['a', 'b', 'c'] } }],
    ['bytes changed in place', changed((item) => item.photo.fill(0)), { photo: { B: 'AAAA' } }],
    [
      'a list in a map changed in place, in a copy',
      (item) => ({ ...changed(({ nested }) => nested.list.push('x'))(item) }),
      { nested: { M: { list: { L: [{ N: '1' }, { S: 'x' }] }, when: { NULL: true } } } },
    ],
    [
      'a structured clone',
      (item) => Object.assign(structuredClone({ ...item, large: 0 }), { a: '' }),
      { large: { N: '0' }, a: { S: '' } },
    ],
    ['another type', (item) => ({ ...item, email: null }), { email: { NULL: true } }],
    [
      'a large number',
      (item) => ({ ...item, large: NumberValue.from('12345678901234567891') }),
      { large: { N: '12345678901234567891' } },
    ],
    [
      'an attribute named __proto__',
      (item) => ({ ...item, ['__proto__']: 'p' }),
      JSON.parse('{"__proto__":{"S":"p"}}'),
    ],
    ['and assigned', changed((item) => Reflect.set(item, '__proto__', 'p')), JSON.parse('{"__proto__":{"S":"p"}}')],
    [
      'an attribute with a name that objects have',
      (item) => ({ ...item, constructor: 'c' }),
      { constructor: { S: 'c' } },
    ],
  ])('%s', (_, transform, set, removed = []) => {
    const change = changeOf(prepare(attributes, transform));
    expect(JSON.stringify(change.set)).toBe(JSON.stringify(set));
    expect(change.removed).toEqual(removed);
    expect(change.before).toEqual({ ...KEY, ...attributes });
    const after = Object.entries({ ...KEY, ...attributes }).filter(([name]) => !removed.includes(name));
    const expected = Object.assign(Object.fromEntries(after), {});
    for (const name of Object.keys(set)) Object.defineProperty(expected, name, { value: set[name], enumerable: true });
    expect(sameItem(change.after ?? {}, expected)).toBe(true);
  });

  test.each<[name: string, transform: Transform]>([
    ['undefined', () => undefined],
    ['the item itself', (item) => item],
    ['a copy', (item) => ({ ...item })],
    ['a deep copy', (item) => ({ ...structuredClone(item), large: item.large })],
    ['members of a set in another order', (item) => ({ ...item, tags: new Set([...item.tags].reverse()) })],
    ['a number written in another way', (item) => ({ ...item, large: NumberValue.from('12345678901234567890.0') })],
    ['the same value assigned', (item) => Object.assign(item, { email: 'a@b' })],
  ])('%s changes nothing', (_, transform) => {
    expect(prepare(attributes, transform)).toEqual({ kind: 'unchanged' });
  });

  test('remove() deletes it', () => {
    expect(changeOf(prepare(attributes, () => remove()))).toEqual({
      key: KEY,
      before: { ...KEY, ...attributes },
      missed: [],
      set: {},
      removed: [],
    });
  });

  test('any attributes, copied, are unchanged; and a change of one is a change of that one', () => {
    fc.assert(
      fc.property(wireItem, (attributes) => {
        const before: WireItem = JSON.parse(JSON.stringify({ ...attributes, ...KEY }));
        const run = (transform: Transform): Prepared =>
          prepareItem(before, {
            transform: transform as BackfillOptions['transform'],
            matcher: toMatcher(),
            keyLimits: [],
          });
        expect(run((item) => ({ ...item })).kind).toBe('unchanged');
        const change = changeOf(run((item) => ({ ...item, added: new Set(['x']) })));
        expect(change.set).toEqual({ added: { SS: ['x'] } });
        const { added, ...rest } = change.after ?? {};
        expect([added, sameItem(rest, before)]).toEqual([{ SS: ['x'] }, true]);
      }),
    );
  });
});

describe('what the transform looked for and did not find', () => {
  test.each<[name: string, transform: Transform, missed: string[]]>([
    ['is noted when it is read', (item) => ({ ...item, a: item.nick ?? 'none' }), ['nick']],
    ['or asked for with `in`', (item) => ({ ...item, a: 'nick' in item }), ['nick']],
    ['or taken apart', ({ nick, email, ...item }) => ({ ...item, email, a: nick ?? 1 }), ['nick']],
    ['but not what is there', (item) => ({ ...item, a: item.email }), []],
    [
      'nor what is assigned first',
      changed((item) => Object.assign(Object.assign(item, { nick: 'x' }), { a: item.nick })),
      [],
    ],
    [
      'nor what the transform itself deleted',
      changed((item) => Object.assign(item, { a: delete item.email && 'email' in item })),
      [],
    ],
    ['nor what any object has', (item) => ({ ...item, a: item.toString(), b: Object.hasOwn(item, 'pk') }), []],
  ])('%s', (_, transform, missed) => {
    expect(changeOf(prepare({ email: { S: 'a@b' } }, transform)).missed).toEqual(missed);
  });

  test('also by the predicate', () => {
    const transform: Transform = (item) => ({ ...item, isNew: true });
    expect(changeOf(prepare({}, transform, { where: ({ isNew }) => isNew === undefined })).missed).toEqual(['isNew']);
  });

  test('an item behaves like any object', () => {
    const prepared = prepare({ email: { S: 'a@b' } }, (item) => {
      expect(Object.keys(item)).toEqual(['pk', 'sk', 'email']);
      expect(JSON.stringify(item)).toBe('{"pk":"user#1","sk":"user","email":"a@b"}');
      expect(`${item}`).toBe('[object Object]');
      expect(item.constructor).toBe(Object);
      expect(structuredClone(item)).toEqual({ pk: 'user#1', sk: 'user', email: 'a@b' });
      return undefined;
    });
    expect(prepared).toEqual({ kind: 'unchanged' });
  });
});

describe('what can’t be written is a failure, with its reason', () => {
  const text = (bytes: number) => 'x'.repeat(bytes);

  test.each<[name: string, transform: Transform, reason: RegExp]>([
    [
      'a transform that throws',
      () => {
        throw new TypeError('email is not a string');
      },
      /^email is not a string$/,
    ],
    [
      'one that throws something else',
      () => {
        throw 'text';
      },
      /^text$/,
    ],
    ['a string', () => 'item', /neither an item/],
    ['null', () => null, /neither an item/],
    ['an item without its key', ({ pk, ...item }) => item, /without its key/],
    ['an item with another key', (item) => ({ ...item, sk: 'other' }), /with another/],
    ['a list', (item) => [item], /without its key/],
    ['a Map', (item) => new Map(Object.entries(item)), /without its key/],
    ['a Date in it', (item) => ({ ...item, at: new Date(0) }), /Attribute at is an instance of Date/],
    ['undefined deep in it', (item) => ({ ...item, a: [{ b: undefined }] }), /Attribute a\[0\]\.b is undefined/],
    ['NaN in it', (item) => ({ ...item, a: Number('x') }), /Attribute a is NaN/],
    ['an empty set', changed((item) => item.tags.clear()), /Attribute tags is an empty set/],
    [
      'a key of an index that is too long',
      (item) => ({ ...item, gsi1pk: text(2049) }),
      /gsi1pk, a key of index gsi1, has 2049 bytes; .* up to 2048/,
    ],
    ['a key of an index that is empty', (item) => ({ ...item, gsi1pk: '' }), /gsi1pk.*is empty/],
    ['a key of an index of another type', (item) => ({ ...item, rank: '1' }), /rank.*is not a number/],
    [
      'too many bytes',
      (item) => ({ ...item, a: text(410_000) }),
      /it would have 410\d\d\d bytes; DynamoDB stores up to 409600/,
    ],
  ])('%s', (_, transform, reason) => {
    expect(reasonOf(prepare({ tags: { SS: ['a'] } }, transform))).toMatch(reason);
  });

  test('a predicate that throws', () => {
    const where = (): boolean => {
      throw new Error('no answer');
    };
    expect(reasonOf(prepare({}, (item) => item, { where }))).toBe('no answer');
  });

  test('exactly as much as DynamoDB stores is written', () => {
    const size = 409_600 - 'pkuser#1skuser'.length - 'a'.length;
    expect(prepare({}, (item) => ({ ...item, a: text(size) })).kind).toBe('change');
    expect(prepare({}, (item) => ({ ...item, a: text(size + 1) })).kind).toBe('failure');
    expect(prepare({}, (item) => ({ ...item, gsi1pk: text(2048) })).kind).toBe('change');
  });

  test('an item whose key of an index was wrong already may have other attributes changed', () => {
    expect(prepare({ rank: { S: 'first' } }, (item) => ({ ...item, a: 1 })).kind).toBe('change');
  });

  test('it is told in one line with its key', () => {
    expect(describeFailure({ key: KEY, reason: 'why' })).toBe('pk = "user#1", sk = "user": why');
  });
});

describe('what is asynchronous is the fault of no item: it ends the run', () => {
  const rejected = async (): Promise<never> => {
    throw new Error('late');
  };

  test.each<[string, Transform, (() => boolean) | undefined]>([
    ['a transform', async (item) => item, undefined],
    ['a transform that fails', rejected, undefined],
    ['a predicate', (item) => item, (async () => true) as unknown as () => boolean],
    ['a predicate that fails', (item) => item, rejected as unknown as () => boolean],
  ])('%s', async (_, transform, where) => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    expect(() => prepare({}, transform, where)).toThrow(
      expect.objectContaining({
        code: 'backfill-invalid',
        message: expect.stringMatching(
          where ? /^The predicate .* returned a promise/ : /^The transform returned a promise/,
        ),
      }),
    );
    // Node tells of a rejection that nobody looks at once the microtasks are through.
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});
