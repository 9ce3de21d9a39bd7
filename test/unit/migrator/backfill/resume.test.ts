import type { BackfillHeader } from '../../../../bootstrap/migrator/backfill/backfill-header';
import type { Match } from '../../../../bootstrap/migrator/backfill/backfill-options';
import { NO_TOTALS } from '../../../../bootstrap/migrator/backfill/backfill-totals';
import { toMatcher } from '../../../../bootstrap/migrator/backfill/match';
import { requireSame } from '../../../../bootstrap/migrator/backfill/resume';

const definition = (match: Match) => ({
  segments: 16,
  match: toMatcher(match).text,
  transform: 'a1b2',
  exactlyOnce: false,
});

const headerOf = (match: Match, mayHaveChanged: boolean): BackfillHeader => ({
  ...definition(match),
  migration: '20260101000000-email',
  direction: 'up',
  name: 'by-email',
  state: 'stopped',
  by: 'ann@laptop',
  startedAt: '2026-01-01T00:00:00Z',
  totals: NO_TOTALS,
  mayHaveChanged,
});

test.each<[string, Match, Match, RegExp]>([
  ['a partition in place of the table', {}, { partition: 'a' }, /from none to \["a",""\]/],
  ['the table in place of a partition', { partition: 'a' }, {}, /from \["a",""\] to none/],
  ['another partition', { partition: 'a' }, { partition: 'b' }, /from \["a",""\] to \["b",""\]/],
  ['another beginning', { partition: 'a' }, { partition: 'a', sortKeyPrefix: 'b' }, /to \["a","b"\]/],
])(
  '%s is refused, also where a change was accepted: the checkpoints are places in the former one',
  (_, one, other, what) => {
    const resume = () => requireSame(headerOf(one, true), definition(other), undefined);
    expect(resume).toThrow(expect.objectContaining({ code: 'backfill-changed', message: expect.stringMatching(what) }));
  },
);

test('another filter goes on where the change was accepted, and only there', () => {
  const other = definition({ entity: 'User' });
  expect(() => requireSame(headerOf({}, false), other, undefined)).toThrow(/repair 20260101000000-email/);
  expect(() => requireSame(headerOf({}, true), other, undefined)).not.toThrow();
});
