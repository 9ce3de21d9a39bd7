import { conditionHolds, describeExpression } from '../../../../bootstrap/migrator/plan/expression';

const names = { '#n': 'name' };

test('an expression is shown with its names and values', () => {
  const values = { ':one': { N: '1' }, ':list': { L: [{ S: 'a' }] } };
  const text = 'SET #n = :list, total = total + :one, #m = :two';
  expect(describeExpression({ text, names, values })).toBe('SET name = ["a"], total = total + 1, #m = :two');
});

test.each([
  ['attribute_exists(#n)', { name: { S: 'a' } }, true],
  ['attribute_exists ( pk )', { name: { S: 'a' } }, false],
  ['attribute_not_exists(pk)', null, true],
  ['attribute_not_exists(pk) AND attribute_exists(#n)', { name: { S: 'a' } }, true],
  ['attribute_not_exists(pk) and attribute_not_exists(#n)', { name: { S: 'a' } }, false],
  ['attribute_not_exists(pk) OR #n = :a', null, undefined],
  ['attribute_exists(a.b)', null, undefined],
  ['NOT attribute_exists(pk)', null, undefined],
])('%s of %j: %p', (text, item, expected) => {
  expect(conditionHolds({ text, names, values: {} }, item)).toBe(expected);
});
