import fc from 'fast-check';
import {
  describeEnd,
  describeTotals,
  duration,
  percent,
  progressBar,
  progressLine,
} from '../../../scripts/support/describe-backfill';
import { PROGRESS } from './a-backfill';

const TROUBLED = {
  ...PROGRESS,
  failed: 3,
  conflicts: 1,
  throttles: 1_200,
  limits: { writeUnits: 5_000.5, readUnits: 100 },
};

describe('in words it is all there is', () => {
  test('without trouble', () => {
    expect(progressLine(PROGRESS)).toBe(
      'email-index: 43 %, 57,400 of about 135,000 items, 8,120 items/s, 2,034 write units/s, 198 read units/s, 1 min 5 s left',
    );
  });

  test('with limits, throttles, conflicts and failed items', () => {
    expect(progressLine(TROUBLED)).toBe(
      'email-index: 43 %, 57,400 of about 135,000 items, 8,120 items/s, 2,034 of 5,000.5 write units/s, ' +
        '198 of 100 read units/s, 1,200 throttles, 1 conflict retried, 3 failed, 1 min 5 s left',
    );
  });

  test('where the number of items is not known, or there are more by now, and no time can be told', () => {
    const progress = { ...PROGRESS, tableItems: 0, scanned: 1, remainingMilliseconds: undefined };
    expect(progressLine(progress)).toContain('43 %, 1 item, ');
    expect(progressLine({ ...progress, tableItems: 10, scanned: 12 })).toContain('43 %, 12 items, ');
    expect(progressLine(progress)).not.toContain('left');
  });
});

describe('on a terminal it is a bar, and what fits beside it', () => {
  test.each([
    [
      200,
      `${'█'.repeat(11)}${'░'.repeat(14)} 43 %, 57,400 items, 8,120 items/s, 2,034 of 5,000.5 write units/s, ` +
        '198 of 100 read units/s, 1,200 throttles, 1 conflict retried, 3 failed, 1 min 5 s left',
    ],
    [90, `${'█'.repeat(5)}${'░'.repeat(6)} 43 %, 57,400 items, 8,120 items/s, 3 failed, 1 min 5 s left`],
    [80, `${'█'.repeat(4)}${'░'.repeat(6)} 43 %, 8,120 items/s, 3 failed, 1 min 5 s left`],
    [40, '██░░░ 43 %, 1 min 5 s left'],
  ])('of %d columns', (columns, expected) => {
    expect(progressBar(TROUBLED, columns)).toBe(`email-index ${expected}`);
  });

  test('whatever its name and numbers are, it is never longer than the line', () => {
    const progresses = fc.record({
      backfill: fc.stringMatching(/^[\w.-]{1,100}$/),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
      scanned: fc.nat(),
      failed: fc.nat(),
      throttles: fc.nat(),
      itemsPerSecond: fc.double({ min: 0, max: 1e9, noNaN: true }),
      remainingMilliseconds: fc.option(fc.nat(), { nil: undefined }),
    });
    fc.assert(
      fc.property(progresses, fc.integer({ min: 0, max: 300 }), (some, columns) => {
        expect(progressBar({ ...PROGRESS, ...some }, columns).length).toBeLessThanOrEqual(columns);
      }),
    );
  });

  test('the bar keeps its width while the numbers change', () => {
    const widths = [0, 0.001, 0.5, 0.999, 1].map((share) => {
      const line = progressBar({ ...PROGRESS, share, itemsPerSecond: share * 1e6 }, 160);
      return /[█░]+/.exec(line)?.[0].length;
    });
    expect(new Set(widths)).toEqual(new Set([20]));
  });

  test.each([
    [0, 0],
    [0.5, 10],
    [1, 20],
    [1.2, 20],
  ])('of a share of %d so many of twenty are full: %d', (share, full) => {
    expect(progressBar({ ...PROGRESS, share }, 160).split('█')).toHaveLength(full + 1);
  });
});

test('a share is all of it only where it is', () => {
  expect([0, 0.0099, 0.29, 0.999, 1, 1.5].map(percent)).toEqual(['0 %', '0 %', '29 %', '99 %', '100 %', '100 %']);
});

test('times have two units at most', () => {
  expect([400, 59_400, 59_600, 3_599_400, 3_599_600, 7_800_000, 90_000_000].map(duration)).toEqual([
    '0 s',
    '59 s',
    '1 min 0 s',
    '59 min 59 s',
    '1 h 0 min',
    '2 h 10 min',
    '25 h 0 min',
  ]);
});

describe('at its end', () => {
  test('its totals, and how long this run took', () => {
    expect(describeEnd({ ...PROGRESS, segmentsDone: 16, share: 1 })).toBe(
      'Backfill email-index: done, 57,400 items read, 50,000 matched, 49,990 changed, 7 as they are to be, 1,401 read units, ' +
        '99,980 write units; this run took 7 s',
    );
  });

  test('where it was stopped, how far it came; and why it was throttled', () => {
    const throttlingReasons = { TableWriteKeyRangeThroughputExceeded: 1_190, IndexWriteAccountLimitExceeded: 10 };
    const end = describeEnd({ ...TROUBLED, throttlingReasons });
    expect(end).toMatch(/^Backfill email-index: stopped at 43 %, 57,400 items read, /);
    expect(end).toMatch(
      / \(throttled by TableWriteKeyRangeThroughputExceeded 1,190, IndexWriteAccountLimitExceeded 10\)$/,
    );
  });

  test('totals name what happened', () => {
    expect(describeTotals({ ...TROUBLED, removed: 1, scanned: 1, readUnits: 1, writeUnits: 1 })).toBe(
      '1 item read, 50,000 matched, 49,990 changed, 1 deleted, 7 as they are to be, 3 failed, 1 read unit, 1 write unit, ' +
        '1,200 throttles, 1 conflict retried',
    );
  });
});
