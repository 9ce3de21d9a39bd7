import { describeBasis } from '../../../../bootstrap/migrator/plan/backfill/describe-basis';
import { exactly } from '../../../../bootstrap/migrator/plan/backfill/estimate';
import { formatBackfill } from '../../../../bootstrap/migrator/plan/backfill/format-backfill';
import type { PlannedBackfill } from '../../../../bootstrap/migrator/plan/backfill/planned-backfill';
import type { RunningCosts } from '../../../../bootstrap/migrator/plan/backfill/running-costs';

const costs: RunningCosts = { readUnits: 24.5, writeUnits: exactly(5_800), exactlyOnce: false, limits: {} };

const WHOLE = { kind: 'whole', scanned: 5_000, of: 'table' } as const;

const backfill = ({ basis = WHOLE, ...details }: Partial<PlannedBackfill>): PlannedBackfill => ({
  kind: 'backfill',
  operation: 'backfill',
  summary: describeBasis(basis),
  basis,
  tableName: 'music',
  name: 'email-index',
  matched: exactly(3_000),
  entities: [
    { entity: 'User', count: exactly(2_000) },
    { entity: null, count: exactly(1_000) },
  ],
  updated: exactly(2_900),
  removed: exactly(0),
  unchanged: exactly(100),
  failed: exactly(0),
  onError: 'stop',
  samples: [],
  failures: [],
  costs,
  ...details,
});

const linesOf = (details: Partial<PlannedBackfill>): string[] => formatBackfill(backfill(details));
const lineOf = (beginning: string, details: Partial<PlannedBackfill>): string | undefined =>
  linesOf(details).find((line) => line.startsWith(`  ${beginning}`));

test('a table that was read as a whole', () => {
  expect(linesOf({})).toEqual([
    'backfill email-index music: exact, the whole table was read (5,000 items)',
    '  matching: 3,000 items: 2,000 User, 1,000 without _et',
    '  2,900 would be changed; 100 are as they are to be',
    '  capacity: 25 read units, 5,800 write units, besides one for the checkpoint of each page',
    '  time: there is no limit, it is as fast as the table bears',
    '  cost: not known',
  ]);
});

const sample = { kind: 'sample', scanned: 61_204, segments: 64, totalSegments: 1_205, tableItems: 1_204_331 } as const;
const about = { value: 310_000, low: 304_567, high: 315_432 };

test('a sample gives ranges', () => {
  const lines = linesOf({
    basis: sample,
    matched: about,
    entities: [{ entity: 'User', count: about }],
    updated: { value: 12.34, low: 3, high: 40.1 },
    unchanged: { value: 0, low: 0, high: 72 },
    costs: { ...costs, writeUnits: { value: 12_345, low: 11_111, high: 13_333 } },
  });
  expect(lines.slice(0, 4)).toEqual([
    'backfill email-index music: estimated from 61,204 items of about 1,204,331, in 64 of 1,205 segments chosen at ' +
      'random; the ranges hold with 95 % confidence',
    '  matching: about 310,000 items (305,000 to 315,000): all User',
    '  about 12 (3 to 40) would be changed',
    '  capacity: 25 read units, about 12,300 write units (11,100 to 13,300), besides one for the checkpoint of each page',
  ]);
});

test('a sample in which nothing was found says how much there can be', () => {
  const nothing = { value: 0, low: 0, high: 75.6 };
  const lines = linesOf({ basis: sample, matched: nothing, entities: [], updated: nothing, unchanged: nothing });
  expect(lines.slice(1, 3)).toEqual([
    '  matching: none found, at most about 76 items',
    '  capacity: 25 read units, about 5,800 write units (5,800 to 5,800), besides one for the checkpoint of each page',
  ]);
});

test('a table without such items', () => {
  const nothing = exactly(0);
  expect(lineOf('matching', { matched: nothing, entities: [] })).toBe('  matching: no item');
});

test('a part says no more than what is in it', () => {
  expect(linesOf({ basis: { kind: 'part', scanned: 400, of: 'partition' } }).slice(0, 3)).toEqual([
    'backfill email-index music: only the first 400 items of the partition were read, and how many more it has is not known',
    '  matching: at least 3,000 items: at least 2,000 User, at least 1,000 without _et',
    '  at least 2,900 would be changed; at least 100 are as they are to be',
  ]);
  expect(linesOf({ basis: { kind: 'part', scanned: 400, of: 'table' } })[0]).toMatch(/counts them every six hours/);
});

test('an estimate that the segments contradict is doubtful', () => {
  const basis = { ...sample, suggestedItems: 123_456 };
  expect(lineOf('doubtful', { basis })).toMatch(/by these segments the table has about 123,000 items/);
  expect(lineOf('doubtful', { basis: sample })).toBeUndefined();
});

test('changes are shown attribute by attribute, without the key', () => {
  const before = { pk: 'a', sk: 'b', email: 'e' };
  const lines = linesOf({
    removed: exactly(1),
    samples: [
      { key: { pk: 'a', sk: 'b' }, before, after: { ...before, gsi1pk: 'user#e' } },
      { key: { pk: 'c', sk: 'd' }, before: { pk: 'c', sk: 'd', email: 'f' }, after: null },
    ],
  });
  expect(lines[2]).toBe('  2,900 would be changed; 1 would be deleted; 100 are as they are to be');
  expect(lines.slice(-4)).toEqual([
    '  pk = "a", sk = "b"',
    '    + gsi1pk: "user#e"',
    '  pk = "c", sk = "d"',
    '    - email: "f"',
  ]);
});

test.each([
  ['stop', "the first of them ends the run (onError: 'stop')"],
  ['skip', "they are left, for yarn migrate failures (onError: 'skip')"],
] as const)('items that would fail, with onError %s', (onError, consequence) => {
  const failures = [{ key: { pk: 'a', sk: 'b' }, reason: 'x'.repeat(1_000) }];
  const lines = linesOf({ failed: exactly(12), failures, onError });
  expect(lines[3]).toBe(`  would fail: 12 items, 0.4 % of those that match: ${consequence}`);
  expect(lines[4]).toMatch(/^ {4}pk = "a", sk = "b": x{200}…$/);
});

test.each<[Partial<RunningCosts>, string]>([
  [{ limits: { writeUnits: 100 }, seconds: 7_530 }, 'about 2 h 6 min at the limit of 100 write units per second'],
  [{ limits: { writeUnits: 1 }, seconds: 0.2 }, 'about a second at the limit of 1 write unit per second'],
  [{ limits: { writeUnits: 1 }, seconds: 59.9 }, 'about 1 min at the limit of 1 write unit per second'],
  [{ limits: { writeUnits: 1 }, seconds: 86_399 }, 'about 1 d at the limit of 1 write unit per second'],
  [
    { limits: { readUnits: 2_000, writeUnits: 12.5 }, seconds: 59 },
    'about 59 s at the limit of 2,000 read units per second and 12.5 write units per second',
  ],
  [{ limits: { readUnits: 5 } }, 'not known, at the limit of 5 read units per second'],
])('time: %j', (details, text) => {
  expect(lineOf('time', { costs: { ...costs, ...details } })).toBe(`  time: ${text}`);
});

const price = { region: 'eu-central-1', date: '2026-09-11' };

test.each<[Partial<RunningCosts>, string]>([
  [{ price: { ...price, dollars: 12.344 } }, "about $12.34 at AWS's on-demand prices in eu-central-1, of 2026-09-11"],
  [{ price: { ...price, dollars: 1234.4 } }, "about $1,234 at AWS's on-demand prices in eu-central-1, of 2026-09-11"],
  [{ price: { ...price, dollars: 0.001 } }, "less than $0.01 at AWS's on-demand prices in eu-central-1, of 2026-09-11"],
  [
    { price: { region: 'us-west-2', dollars: 0 } },
    "$0 at AWS's on-demand prices in us-west-2, of a price list without date",
  ],
  [{ withoutPrice: 'the region is not known' }, 'none is given, as the region is not known'],
])('cost: %j', (details, text) => {
  expect(lineOf('cost', { costs: { ...costs, ...details } })).toBe(`  cost: ${text}`);
});

test('exactlyOnce and unknown read units are said', () => {
  expect(lineOf('capacity', { costs: { ...costs, readUnits: undefined, exactlyOnce: true } })).toBe(
    '  capacity: read units are not known, 5,800 write units, twice what single writes use (exactlyOnce writes in transactions), besides one for the checkpoint of each page',
  );
});

test.each([
  ['paused', 'it is paused'],
  ['stopped', 'it is stopped'],
  ['running', 'it runs now, or was cut off'],
] as const)('one that a run before left %s goes on', (state, how) => {
  const unfinished = {
    state,
    by: 'ann@laptop',
    startedAt: '2026-11-22T12:00:00.000Z',
    segments: 16,
    segmentsDone: 3,
    scanned: 1_234,
    written: 1_000,
  };
  expect(linesOf({ unfinished })[1]).toBe(
    `  goes on where it was: begun 2026-11-22T12:00:00.000Z by ann@laptop, ${how}, with 3 of 16 segments done ` +
      '(1,234 items read, 1,000 written). These numbers are of the whole, what is done included',
  );
});
