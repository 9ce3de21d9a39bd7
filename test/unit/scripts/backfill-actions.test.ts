import type { BackfillHeader } from '../../../bootstrap/migrator/backfill/backfill-header';
import {
  describeLimits,
  describePause,
  describeRecorded,
  describeRetry,
} from '../../../scripts/support/backfill-actions';
import { PROGRESS } from './a-backfill';

const HEADER: BackfillHeader = {
  migration: PROGRESS.migration,
  direction: 'up',
  name: 'email-index',
  state: 'paused',
  segments: 16,
  match: '{}',
  transform: 'a1',
  exactlyOnce: false,
  by: 'root@vm',
  startedAt: '2026-01-01T00:00:00.000Z',
  totals: PROGRESS,
};

describe('a backfill that was to be paused', () => {
  const described = (changes: Partial<BackfillHeader>) =>
    describePause({ ...HEADER, ...changes }, 'yarn migrate up staging');
  const which = 'Backfill email-index of 20260101000000-add-email-index';

  test('is, as far as it came, and goes on with a command', () => {
    expect(described({ progress: PROGRESS })).toBe(
      `${which} is paused at 43 %: 57,400 items read, 50,000 matched, 49,990 changed, 7 as they are to be, 1,401 read units, ` +
        '99,980 write units. yarn migrate up staging goes on from there.',
    );
  });

  test('was done first', () => {
    expect(described({ state: 'done' })).toBe(`${which} came to its end before it could be stopped.`);
  });

  test('was only asked to', () => {
    expect(described({ state: 'running' })).toBe(
      `${which} has been asked to stop, and will when what is under way is written.`,
    );
  });
});

test.each([
  [{ writeUnits: 100 }, 'up to 100 write units/s'],
  [{ writeUnits: 1.5, readUnits: null }, 'up to 1.5 write units/s, no limit of read units'],
])('limits %j are said', (limits, text) => {
  expect(describeLimits(limits)).toBe(text);
});

test('a failed item is one line, also where its reason is not', () => {
  const recorded = { key: { pk: 'user#1', sk: 'a "b"' }, reason: 'no\n  email', at: '2026-01-01T00:00:00Z' };
  const failure = { ...HEADER, ...recorded, segment: 0, version: 1 };
  expect(describeRecorded(failure)).toBe('pk = "user#1", sk = "a \\"b\\"": no email (2026-01-01T00:00:00Z)');
});

describe('failed items that were tried again', () => {
  const none = { updated: 0, removed: 0, unchanged: 0, gone: 0, failed: 0 };
  const result = { migration: HEADER.migration, isEdited: false, backfills: [] };

  test('are counted by what became of them', () => {
    const backfills = [
      { name: 'one', direction: 'up' as const, ...none, updated: 1_000, failed: 2 },
      { name: 'two', direction: 'up' as const, ...none, removed: 1, unchanged: 2, gone: 3 },
    ];
    expect(describeRetry({ ...result, backfills }, 'staging')).toEqual([
      'Backfill one: 1,002 items tried again, 1,000 changed, 2 failed again (yarn migrate failures staging)',
      'Backfill two: 6 items tried again, 1 deleted, 2 as they are to be, 3 gone, or no match any more',
    ]);
  });

  test('with a file that was edited, which is said', () => {
    const backfills = [{ name: 'one', direction: 'up' as const, ...none, updated: 1 }];
    expect(describeRetry({ ...result, isEdited: true, backfills })).toEqual([
      'Backfill one: 1 item tried again, 1 changed',
      `The file of ${HEADER.migration} was edited since it ran: they were tried with it as it is now.`,
    ]);
  });

  test('are none', () => {
    expect(describeRetry(result)).toEqual([`No failed items of ${HEADER.migration} are recorded.`]);
  });
});
