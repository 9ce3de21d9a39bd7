import type { BackfillOptions, Match } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { toMatcher } from '../../../../bootstrap/migrator/backfill/match';
import { checkOptions } from '../../../../bootstrap/migrator/backfill/settle-options';

const item = { pk: 'user#1', sk: 'user', _et: 'User', age: 30 };

test('without anything it is about all items', () => {
  expect(toMatcher()).toMatchObject({ filter: undefined, partition: undefined });
  expect(toMatcher().accepts(item)).toBe(true);
});

test('an entity is told by its attribute, by DynamoDB and once more when it came', () => {
  const { filter, accepts } = toMatcher({ entity: 'User' });
  expect(filter).toEqual({
    expression: '#groundworkEntity = :groundworkEntity',
    names: { '#groundworkEntity': '_et' },
    values: { ':groundworkEntity': { S: 'User' } },
  });
  expect([accepts(item), accepts({ ...item, _et: 'Company' }), accepts({ pk: 'a', sk: 'b' })]).toEqual([
    true,
    false,
    false,
  ]);
});

test('an entity and a filter both have to hold, whatever the filter is joined with', () => {
  const { filter } = toMatcher({
    entity: 'User',
    filter: {
      expression: 'age > :age OR #n = :n',
      names: { '#n': 'name' },
      values: { ':age': 18, ':n': new Set(['a']) },
    },
  });
  expect(filter).toEqual({
    expression: '(age > :age OR #n = :n) AND #groundworkEntity = :groundworkEntity',
    names: { '#n': 'name', '#groundworkEntity': '_et' },
    values: { ':age': { N: '18' }, ':n': { SS: ['a'] }, ':groundworkEntity': { S: 'User' } },
  });
});

test('a filter without names and values has none', () => {
  expect(toMatcher({ filter: { expression: 'attribute_exists(age)' } }).filter).toEqual({
    expression: 'attribute_exists(age)',
  });
});

test('a partition is read by a query', () => {
  expect(toMatcher({ partition: 'user#1' }).partition).toEqual({ partition: 'user#1' });
  expect(toMatcher({ partition: 'user#1', sortKeyPrefix: 'order#' }).partition).toEqual({
    partition: 'user#1',
    sortKeyPrefix: 'order#',
  });
});

test('a beginning of sort keys without a partition is refused: it would be about all items', () => {
  const options = { match: { sortKeyPrefix: 'order#' }, transform: () => undefined };
  expect(() => checkOptions(options)).toThrow(expect.objectContaining({ code: 'backfill-invalid' }));
});

test.each<[name: string, where: (stored: Match) => unknown, accepted: boolean]>([
  ['true', () => true, true],
  ['false', () => false, false],
  ['undefined, as an optional chain gives it', () => undefined, false],
  ['null', () => null, false],
  ['an empty string', () => '', false],
  ['a text', () => 'yes', true],
])('a predicate that answers %s', (_, where, accepted) => {
  const predicate = where as () => boolean;
  expect(toMatcher({ where: predicate }).accepts(item)).toBe(accepted);
  expect(toMatcher(predicate).accepts(item)).toBe(accepted);
});

test('a predicate is asked only for what all else lets through', () => {
  const where = jest.fn(() => true);
  const { accepts } = toMatcher({ entity: 'User', where });
  accepts({ ...item, _et: 'Company' });
  expect(where).not.toHaveBeenCalled();
  accepts(item);
  expect(where).toHaveBeenCalledWith(item);
});

test('a predicate that answers later is refused', () => {
  const { accepts } = toMatcher((async () => false) as unknown as () => boolean);
  expect(() => accepts(item)).toThrow(
    expect.objectContaining({ code: 'backfill-invalid', message: expect.stringContaining('predicate') }),
  );
});

test('two have the same text if, and only if, they are the same', () => {
  const older = (age: number) => ({ filter: { expression: 'age > :age', values: { ':age': age } } });
  const different: BackfillOptions['match'][] = [
    undefined,
    { entity: 'User' },
    { entity: 'Company' },
    { partition: 'User' },
    { partition: 'User', sortKeyPrefix: '' },
    older(18),
    older(21),
    { filter: { expression: 'age > :age', values: { ':age': '18' } } },
    () => true,
    () => false,
    { entity: 'User', where: () => true },
  ];
  expect(new Set(different.map((match) => toMatcher(match).text)).size).toBe(different.length);
  expect(toMatcher(older(18)).text).toBe(toMatcher(older(18)).text);
  expect(toMatcher({ where: () => true }).text).toBe(toMatcher(() => true).text);
  const tags = (members: string[]) => ({ filter: { expression: 'tags = :t', values: { ':t': new Set(members) } } });
  expect(toMatcher(tags(['a'])).text).not.toBe(toMatcher(tags(['b'])).text);
});
