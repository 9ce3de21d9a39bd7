import { lengthOfUnion } from '../../../bench/deploy/spans';

test.each([
  ['nothing', [], 0],
  ['one', [[1, 4]], 3],
  [
    'two apart, in any order',
    [
      [10, 12],
      [1, 4],
    ],
    5,
  ],
  [
    'two that overlap',
    [
      [1, 4],
      [3, 7],
    ],
    6,
  ],
  [
    'one within another',
    [
      [1, 9],
      [3, 7],
      [8, 10],
    ],
    9,
  ],
] as const)('of %s', (_, spans, length) => {
  expect(lengthOfUnion(spans.map(([start, end]) => ({ start, end })))).toBe(length);
});
