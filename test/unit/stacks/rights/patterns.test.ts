import { matchesAction, matchesResource } from '../../../../stacks/rights/patterns';

const TABLE = 'arn:aws:dynamodb:eu-central-1:123456789012:table/music';

test.each([
  ['dynamodb:GetItem', 'dynamodb:GetItem', true],
  ['DynamoDB:getitem', 'dynamodb:GetItem', true],
  ['dynamodb:Get*', 'dynamodb:GetItem', true],
  ['dynamodb:?etItem', 'dynamodb:GetItem', true],
  ['*', 'dynamodb:GetItem', true],
  ['dynamodb:Get', 'dynamodb:GetItem', false],
  ['dynamodb:Get?', 'dynamodb:GetItem', false],
])('the action %s has %s in it: %s', (pattern, action, matches) => {
  expect(matchesAction(pattern, action)).toBe(matches);
});

test.each([
  [TABLE, TABLE, true],
  [TABLE, `${TABLE}2`, false],
  [TABLE.toUpperCase(), TABLE, false],
  [`${TABLE}*`, TABLE, true],
  [`${TABLE}*`, `${TABLE}/index/gsi1`, true],
  [`${TABLE}?`, TABLE, false],
  [TABLE.replace('music', 'm.sic'), TABLE, false],
  ['*', TABLE, true],
])('the resource %s has %s in it: %s', (pattern, resource, matches) => {
  expect(matchesResource(pattern, resource)).toBe(matches);
});

describe('before the name of the resource', () => {
  test.each([
    ['arn:aws:dynamodb:*:123456789012:table/music', true],
    ['arn:aws:dynamodb:eu-*-1:??????????12:table/music', true],
    ['arn:aws:dynamodb:eu-*2:table/music', false],
    ['arn:aws:dynamodb:eu-central-1?123456789012:table/music', false],
  ])('a wildcard stays within its segment: %s, %s', (pattern, matches) => {
    expect(matchesResource(pattern, TABLE)).toBe(matches);
  });

  test('a * that ends a segment reaches beyond it', () => {
    expect(matchesResource('arn:aws:dynamodb:*', TABLE)).toBe(true);
    expect(matchesResource('arn:aws:dynamodb:eu-*:table/music', TABLE)).toBe(true);
  });
});

test('in the name of the resource a colon is a character like others', () => {
  expect(matchesResource('arn:aws:logs:eu-central-1:123456789012:log-group:/aws/*', `${LOG_GROUP}:log-stream:a`)).toBe(
    true,
  );
  expect(matchesResource('arn:aws:logs:eu-central-1:123456789012:log?group:*a', `${LOG_GROUP}:log-stream:a`)).toBe(
    true,
  );
});

const LOG_GROUP = 'arn:aws:logs:eu-central-1:123456789012:log-group:/aws/lambda/music-api';
