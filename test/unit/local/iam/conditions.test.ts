import { parseConditions } from '../../../../local/aws/iam/conditions';
import { requestContext } from '../../../../local/aws/iam/context';

type Values = string | string[];

const holds = (operator: string, key: string, values: unknown, context: Record<string, Values>) => {
  const conditions = parseConditions(
    { [operator]: { [key]: values } },
    { element: 'Condition', scope: 'none', variables: true },
  );
  const record = Object.fromEntries(Object.entries(context).map(([name, value]) => [name, [value].flat()]));
  return conditions.every((condition) => condition.holds(requestContext(record)));
};

describe('an operator', () => {
  test.each<[string, unknown, string, boolean]>([
    ['StringEquals', 'a*', 'a*', true],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEquals', 'A', 'a', false],
    ['StringEquals', ['a', 'b'], 'b', true],
    ['StringNotEquals', 'a', 'b', true],
    // Several values of a negated operator: none of them may match.
    ['StringNotEquals', ['a', 'b'], 'b', false],
    ['StringEqualsIgnoreCase', 'ABC', 'abc', true],
    ['StringNotEqualsIgnoreCase', 'ABC', 'abc', false],
    ['StringLike', 'a?c*', 'abcdef', true],
    ['StringLike', 'a', 'ab', false],
    ['StringNotLike', 'a*', 'ab', false],
    ['NumericEquals', '10', '10.0', true],
    ['NumericEquals', 10, '10', true],
    ['NumericNotEquals', '10', '9', true],
    ['NumericLessThan', '10', '9', true],
    ['NumericLessThan', '10', '10', false],
    ['NumericLessThanEquals', '10', '10', true],
    ['NumericGreaterThan', '9', '10', true],
    ['NumericGreaterThanEquals', '10', '10', true],
    ['NumericEquals', '10', 'ten', false],
    ['DateEquals', '2026-01-01T00:00:00Z', '1767225600', true],
    ['DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', false],
    ['DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', true],
    ['DateLessThanEquals', '2026-01-01', '2026-01-01T00:00:00Z', true],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
    ['DateGreaterThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
    ['Bool', 'true', 'True', true],
    ['Bool', false, 'true', false],
    ['IpAddress', '203.0.113.0/24', '203.0.113.7', true],
    ['IpAddress', '203.0.113.7', '203.0.113.8', false],
    ['IpAddress', '2001:db8::/32', '2001:db8::1', true],
    ['IpAddress', '0.0.0.0/0', '2001:db8::1', false],
    ['NotIpAddress', '203.0.113.0/24', '198.51.100.1', true],
    ['ArnEquals', 'arn:aws:iam::*:role/reader', 'arn:aws:iam::123456789012:role/reader', true],
    ['ArnLike', 'arn:aws:iam::*:role/read*', 'arn:aws:iam::123456789012:role/reader', true],
    ['ArnLike', 'arn:aws:*:role/reader:*:*', 'arn:aws:iam::123456789012:role/reader', false],
    ['ArnNotLike', 'arn:aws:iam::*:role/reader', 'arn:aws:iam::1:role/writer', true],
    ['ArnNotEquals', 'arn:aws:iam::*:role/reader', 'arn:aws:iam::1:role/reader', false],
  ])('%s %j for %j is %s', (operator, values, value, expected) => {
    expect(holds(operator, 'x:key', values, { 'X:Key': value })).toBe(expected);
  });
});

describe('a key that the request does not have', () => {
  test.each<[string, string, boolean]>([
    ['StringEquals', 'a', false],
    ['StringNotEquals', 'a', true],
    ['StringLike', '*', false],
    ['StringNotLike', '*', true],
    ['NumericLessThan', '1', false],
    ['NumericNotEquals', '1', true],
    ['DateGreaterThan', '2026-01-01', false],
    ['DateNotEquals', '2026-01-01', true],
    ['Bool', 'false', false],
    ['IpAddress', '0.0.0.0/0', false],
    ['NotIpAddress', '0.0.0.0/0', true],
    ['ArnLike', 'arn:aws:iam::*:*', false],
    ['ArnNotLike', 'arn:aws:iam::*:*', true],
    ['StringEqualsIfExists', 'a', true],
    ['StringNotEqualsIfExists', 'a', true],
    ['BoolIfExists', 'true', true],
    ['Null', 'true', true],
    ['Null', 'false', false],
    ['ForAllValues:StringEquals', 'a', true],
    ['ForAllValues:StringNotEquals', 'a', true],
    ['ForAllValues:StringEqualsIfExists', 'a', true],
    ['ForAnyValue:StringEquals', 'a', false],
    ['ForAnyValue:StringNotEquals', 'a', false],
  ])('%s %j is %s', (operator, value, expected) => {
    expect(holds(operator, 'x:key', value, {})).toBe(expected);
    expect(holds(operator, 'x:key', value, { 'x:key': [] })).toBe(expected);
  });

  test('IfExists compares a key that is there', () => {
    expect(holds('StringEqualsIfExists', 'x:key', 'a', { 'x:key': 'b' })).toBe(false);
  });
});

describe('a set operator', () => {
  // IAM User Guide, "Creating a condition that tests multiple key values", the PostDateTime and UserName example.
  const allowed = ['PostDateTime', 'Message', 'Tags'];

  test.each<[string, unknown, string[], boolean]>([
    ['ForAllValues:StringEquals', allowed, ['PostDateTime', 'Message'], true],
    ['ForAllValues:StringEquals', allowed, ['PostDateTime', 'UserName'], false],
    ['ForAllValues:StringLike', ['Post*'], ['PostDateTime'], true],
    ['ForAllValues:StringNotEquals', allowed, ['UserName', 'ID'], true],
    ['ForAllValues:StringNotEquals', allowed, ['UserName', 'Tags'], false],
    ['ForAnyValue:StringEquals', ['ID', 'PostDateTime'], ['UserName', 'Message', 'PostDateTime'], true],
    ['ForAnyValue:StringEquals', ['ID', 'PostDateTime'], ['UserName'], false],
    // One value that is none of the policy's is enough.
    ['ForAnyValue:StringNotEquals', allowed, ['Tags', 'ID'], true],
    ['ForAnyValue:StringNotEquals', allowed, ['Tags', 'Message'], false],
    // A set that holds nothing but an empty string is an empty set.
    ['ForAllValues:StringEquals', allowed, [''], true],
    ['ForAnyValue:StringNotEquals', allowed, [''], false],
  ])('%s %j for %j is %s', (operator, values, requested, expected) => {
    expect(holds(operator, 'x:key', values, { 'x:key': requested })).toBe(expected);
  });

  test('ForAllValues with Null "false" closes the gap of the absent key', () => {
    const both = (context: Record<string, Values>) =>
      holds('ForAllValues:StringEquals', 'x:key', 'a', context) && holds('Null', 'x:key', 'false', context);
    expect(both({})).toBe(false);
    expect(both({ 'x:key': ['a'] })).toBe(true);
    expect(both({ 'x:key': ['a', 'b'] })).toBe(false);
  });
});

test('Null with both values always holds', () => {
  expect(holds('Null', 'x:key', ['true', 'false'], {})).toBe(true);
  expect(holds('Null', 'x:key', ['true', 'false'], { 'x:key': 'a' })).toBe(true);
});

test('all operators and all keys have to hold', () => {
  const conditions = parseConditions(
    { StringEquals: { 'x:one': 'a', 'x:two': 'b' }, Bool: { 'x:three': 'true' } },
    { element: 'Condition', scope: 'none', variables: true },
  );
  const check = (record: Record<string, string[]>) =>
    conditions.every((condition) => condition.holds(requestContext(record)));
  expect(check({ 'x:one': ['a'], 'x:two': ['b'], 'x:three': ['true'] })).toBe(true);
  expect(check({ 'x:one': ['a'], 'x:two': ['c'], 'x:three': ['true'] })).toBe(false);
  expect(check({ 'x:one': ['a'], 'x:two': ['b'], 'x:three': ['false'] })).toBe(false);
});

test('a policy variable is compared by its value, and as text where the version has no variables', () => {
  const check = (variables: boolean, value: string) =>
    parseConditions(
      { StringEquals: { 'x:key': `\${aws:PrincipalAccount}` } },
      { element: 'Condition', scope: 'none', variables },
    ).every((condition) => condition.holds(requestContext({ 'x:key': [value], 'aws:PrincipalAccount': ['1'] })));
  expect(check(true, '1')).toBe(true);
  expect(check(false, '1')).toBe(false);
  expect(check(false, `\${aws:PrincipalAccount}`)).toBe(true);
});
