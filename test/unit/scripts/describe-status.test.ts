import type { MigrationStatus } from '../../../bootstrap/migrator/status';
import { describeStatus } from '../../../scripts/support/describe-status';
import { PROGRESS } from './a-backfill';

const APPLIED: MigrationStatus = {
  name: '20260101000000-add-email-index',
  state: 'applied',
  phase: 'expand',
  file: 'unchanged',
  by: 'root@vm',
  finishedAt: '2026-01-01T00:00:01.000Z',
  durationMilliseconds: 1_234,
};
const { migration: _, backfill: name, ...counts } = PROGRESS;
const TOTALS = '57,400 items read, 50,000 matched, 49,990 changed, 7 as they are to be';
const UNITS = '1,401 read units, 99,980 write units';

test('a migration is a line, in columns', () => {
  expect(describeStatus([APPLIED, { name: '2-x', state: 'pending', phase: 'contract', file: 'new' }])).toEqual([
    '20260101000000-add-email-index  applied  expand    unchanged  2026-01-01T00:00:01.000Z, in 1.2 s, by root@vm',
    '2-x                             pending  contract  new',
  ]);
});

test('a file that is missing on purpose is told from one that is missing', () => {
  const missing: MigrationStatus = { ...APPLIED, file: 'missing' };
  const lines = describeStatus([missing, { ...missing, fileMayBeMissing: true }]);
  expect(lines.map((line) => line.split(/ {2,}/)[3])).toEqual(['missing', 'missing on purpose']);
});

test('there may be none', () => {
  expect(describeStatus([])).toEqual(['There are no migrations.']);
});

test('below an applied one is what its backfills did, with the items that still fail', () => {
  const backfills = { [name]: { ...counts, failed: 3 }, second: counts };
  expect(describeStatus([{ ...APPLIED, backfills, failedItems: { [name]: 2 } }], 'staging').slice(1)).toEqual([
    `  backfill email-index: ${TOTALS}, 2 failed, ${UNITS} (yarn migrate failures staging)`,
    `  backfill second: ${TOTALS}, ${UNITS}`,
  ]);
});

test('failed items that were written since are no more', () => {
  const [, line] = describeStatus([{ ...APPLIED, backfills: { [name]: { ...counts, failed: 3 } } }]);
  expect(line).toBe(`  backfill email-index: ${TOTALS}, ${UNITS}`);
});

describe('below one that is not applied is how far its backfills are', () => {
  const begun = (changes: Partial<NonNullable<MigrationStatus['unfinished']>[number]>): string[] => {
    const backfill = { name, direction: 'up', state: 'paused', by: 'root@vm', startedAt: '', totals: counts } as const;
    return describeStatus([{ ...APPLIED, state: 'failed', unfinished: [{ ...backfill, ...changes }] }]).slice(1);
  };

  test('by what it told last, where it runs', () => {
    const totals = { ...counts, scanned: 0, matched: 0, updated: 0, unchanged: 0, readUnits: 0, writeUnits: 0 };
    expect(begun({ state: 'running', totals, progress: PROGRESS })).toEqual([
      `  backfill email-index: running at 43 %, ${TOTALS}, ${UNITS}`,
    ]);
  });

  test('by its totals, where it was stopped', () => {
    expect(begun({ state: 'paused' })).toEqual([`  backfill email-index: paused, ${TOTALS}, ${UNITS}`]);
  });

  test('in its down too', () => {
    expect(begun({ direction: 'down', state: 'done' })).toEqual([
      `  backfill email-index of its down: done, ${TOTALS}, ${UNITS}`,
    ]);
  });
});
