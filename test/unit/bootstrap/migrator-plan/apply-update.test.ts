import { applyUpdate } from '../../../../bootstrap/migrator/plan/apply-update';
import type { Item } from '../../../../bootstrap/migrator/plan/plain-item';

const key: Item = { pk: { S: 'a' } };
const item: Item = {
  ...key,
  count: { N: '3' },
  name: { S: 'Ann' },
  tags: { SS: ['a', 'b'] },
  list: { L: [{ S: 'x' }] },
};
const names = { '#count': 'count', '#set': 'name', '#new': 'new', '#a': 'a', '#b': 'b' };
const values: Item = {
  ':two': { N: '2' },
  ':set': { S: 'Eve' },
  ':b': { SS: ['b'] },
  ':bc': { SS: ['b', 'c'] },
  ':ab': { SS: ['a', 'b'] },
  ':y': { L: [{ S: 'y' }] },
  ':none': { L: [] },
  ':huge': { N: '90071992547409930' },
  ':half': { N: '0.5' },
};
const update = (text: string, before: Item | null = item) => applyUpdate({ text, names, values }, key, before);

test.each<[string, Item]>([
  ['SET #set = :set', { name: { S: 'Eve' } }],
  ['set #set = :set, #new=:two', { name: { S: 'Eve' }, new: { N: '2' } }],
  ['SET #count = #count + :two', { count: { N: '5' } }],
  ['SET #count = :two - #count', { count: { N: '-1' } }],
  ['SET #a = #set, #set = :set', { a: { S: 'Ann' }, name: { S: 'Eve' } }],
  ['SET #count = if_not_exists(#count, :two)', {}],
  ['SET #new = if_not_exists(#new, :two) + :two', { new: { N: '4' } }],
  ['SET list = list_append(list, :y)', { list: { L: [{ S: 'x' }, { S: 'y' }] } }],
  ['SET #new = list_append(if_not_exists(#new, :none), :y)', { new: { L: [{ S: 'y' }] } }],
  ['ADD #count :two', { count: { N: '5' } }],
  ['ADD #new :two', { new: { N: '2' } }],
  ['ADD tags :bc', { tags: { SS: ['a', 'b', 'c'] } }],
  ['ADD #new :bc', { new: { SS: ['b', 'c'] } }],
  ['DELETE tags :b', { tags: { SS: ['a'] } }],
])('%s', (text, changed) => {
  expect(update(text)).toEqual({ ...item, ...changed });
});

test('several sections see the item as it was', () => {
  const { tags: _tags, list: _list, ...rest } = item;
  expect(update('REMOVE list SET #a = #count ADD #count :two DELETE tags :ab')).toEqual({
    ...rest,
    a: { N: '3' },
    count: { N: '5' },
  });
});

test('what is removed and not there changes nothing', () => {
  expect(update('REMOVE #a, #b DELETE #new :b')).toEqual(item);
});

test('an item that is not there is created with its key', () => {
  expect(update('SET #set = :set', null)).toEqual({ ...key, name: { S: 'Eve' } });
});

test('the item before is left as it is', () => {
  const before = structuredClone(item);
  update('SET #set = :set REMOVE list');
  expect(item).toEqual(before);
});

test.each([
  ['a path into a map', 'SET address.city = :set'],
  ['a path into a list', 'REMOVE list[0]'],
  ['an attribute that is not there', 'SET #a = #new'],
  ['a name that stands for nothing', 'SET #unknown = :set'],
  ['a value that stands for nothing', 'SET #a = :unknown'],
  ['numbers beyond whole ones that are safe', 'SET #count = #count + :huge'],
  ['fractions', 'ADD #count :half'],
  ['a sum with a text', 'SET #a = #set + :two'],
  ['a number added to a set', 'ADD tags :two'],
  ['a list appended to a text', 'SET #a = list_append(#set, :y)'],
  ['a function nobody knows', 'SET #a = size(#set)'],
  ['something left over', 'SET #a = :two :two'],
  ['a keyword alone', 'SET '],
  ['no keyword', '#a = :two'],
  ['a sign nobody knows', 'SET # a = :two'],
  ['JSON of the older parameters', '{"name":{"Action":"SET now"}}'],
])('%s is not certain', (_, text) => {
  expect(update(text)).toBeUndefined();
});
