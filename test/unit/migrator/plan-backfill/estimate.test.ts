import fc from 'fast-check';
import {
  type Cluster,
  type Estimate,
  estimateCount,
  estimateSize,
  estimateSum,
  exactly,
} from '../../../../bootstrap/migrator/plan/backfill/estimate';
import { choose, type Population, type PopulationOptions, populate, type Segment, seeded } from './populations';

const TABLES = 5;
const SAMPLES_OF_A_TABLE = 200;

/** In how many of many samples of several tables the truth is within the bounds. */
function coverage(
  options: PopulationOptions,
  estimate: (clusters: Segment[], population: Population) => Estimate,
  truth: (population: Population) => number,
  chosen = 64,
): number {
  const random = seeded(20261122);
  let within = 0;
  for (let table = 0; table < TABLES; table += 1) {
    const population = populate(random, options);
    for (let sample = 0; sample < SAMPLES_OF_A_TABLE; sample += 1) {
      const { low, high } = estimate(choose(random, population, chosen), population);
      if (low <= truth(population) && truth(population) <= high) within += 1;
    }
  }
  return within / TABLES / SAMPLES_OF_A_TABLE;
}

const each = (items: number, share: number, random: () => number): number =>
  Array.from({ length: items }).filter(() => random() < share).length;
const allOrNone = (items: number, share: number, random: () => number): number => (random() < share ? items : 0);

const spread: PopulationOptions = {
  segments: 400,
  partitions: 40_000,
  itemsOf: () => 1,
  foundOf: (items, random) => each(items, 0.3, random),
};
/** As users are beside the cities of countries: a partition of a city's country may have ten thousand. */
const uneven: PopulationOptions = {
  segments: 234,
  partitions: 60_000,
  itemsOf: (random) => (random() < 0.004 ? 2 + Math.min(20_000, Math.ceil(10 / (random() + 0.0003))) : 1),
  foundOf: (items) => items,
};
const populations: [string, PopulationOptions][] = [
  ['items that are independent of each other', spread],
  ['one item in 500', { ...spread, foundOf: (items, random) => each(items, 0.002, random) }],
  ['nearly all items', { ...spread, foundOf: (items, random) => each(items, 0.99, random) }],
  [
    'partitions that are found as a whole, or not at all',
    { ...spread, partitions: 10_000, itemsOf: () => 20, foundOf: (items, random) => allOrNone(items, 0.3, random) },
  ],
  [
    'partitions of very different size',
    {
      ...spread,
      partitions: 20_000,
      itemsOf: (random) => Math.ceil(1 / (random() + 0.005)),
      foundOf: (items, random) => each(items, random(), random),
    },
  ],
  [
    'items beside a few partitions that have most of the others',
    { ...uneven, foundOf: (items) => (items > 1 ? 0 : items) },
  ],
  ['items in a few partitions that have most of them', { ...uneven, foundOf: (items) => (items > 1 ? items : 0) }],
  [
    'a tenth of a few partitions that have most items',
    { ...uneven, foundOf: (items, random) => each(items, 0.1, random) },
  ],
  ['a table of few segments, half of which are read', { ...spread, segments: 128, partitions: 12_800 }],
];

test.each(populations)('the true number of %s is within the bounds in about 95 % of samples', (_, options) => {
  const share = coverage(
    options,
    (clusters, { items, segments }) => estimateCount(clusters, { population: items, segments: segments.length }),
    ({ found }) => found,
  );
  expect(share).toBeGreaterThan(0.93);
  expect(share).toBeLessThan(0.99);
});

test('with few segments the bounds are wider, and hold all the same', () => {
  const share = coverage(
    spread,
    (clusters, { items, segments }) => estimateCount(clusters, { population: items, segments: segments.length }),
    ({ found }) => found,
    5,
  );
  expect(share).toBeGreaterThan(0.93);
});

test.each(populations)('the true sum over %s is within the bounds in about 95 %% of samples', (_, options) => {
  const share = coverage(
    options,
    (clusters, { items, segments }) =>
      estimateSum(
        clusters.map(({ found, units }) => ({ scanned: found, found: units })),
        estimateCount(clusters, { population: items, segments: segments.length }),
      ),
    ({ units }) => units,
  );
  expect(share).toBeGreaterThan(0.93);
  expect(share).toBeLessThan(0.99);
});

test('the true size of a table is within the bounds of what its segments make of it', () => {
  const share = coverage(
    spread,
    (clusters) =>
      estimateSize(
        clusters.map(({ scanned }) => scanned),
        spread.segments,
      ),
    ({ items }) => items,
  );
  expect(share).toBeGreaterThan(0.93);
});

test('items that lie together tell less than as many that do not', () => {
  const width = (options: PopulationOptions): number => {
    const random = seeded(1);
    const population = populate(random, options);
    const { low, high } = estimateCount(choose(random, population, 64), { population: population.items });
    return (high - low) / population.items;
  };
  const together = { ...spread, partitions: 1_000, itemsOf: () => 100 };
  expect(width({ ...together, foundOf: (items, random) => allOrNone(items, 0.3, random) })).toBeGreaterThan(
    3 * width({ ...together, foundOf: (items, random) => each(items, 0.3, random) }),
  );
});

test('of what was not found it is said how much there can be', () => {
  const clusters = Array.from({ length: 64 }, () => ({ scanned: 100, found: 0 }));
  const { value, low, high } = estimateCount(clusters, { population: 1_000_000, segments: 10_000 });
  expect([value, low]).toEqual([0, 0]);
  // The rule of three: three in as many as were looked at.
  expect(high).toBeGreaterThan((1_000_000 * 3) / 6_400);
  expect(high).toBeLessThan((1_000_000 * 5) / 6_400);
});

const clusters = fc.array(
  fc.nat(500).chain((scanned) => fc.record({ scanned: fc.constant(scanned), found: fc.nat(scanned) })),
  { minLength: 2, maxLength: 80 },
);
const totals = (sample: readonly Cluster[]) => ({
  scanned: sample.reduce((sum, { scanned }) => sum + scanned, 0),
  found: sample.reduce((sum, { found }) => sum + found, 0),
});

test('an estimate never contradicts what was seen', () => {
  fc.assert(
    fc.property(
      clusters,
      fc.nat(100_000),
      fc.option(fc.integer({ min: 80, max: 10_000 }), { nil: undefined }),
      (sample, unread, segments) => {
        const { scanned, found } = totals(sample);
        const { value, low, high } = estimateCount(sample, { population: scanned + unread, segments });
        expect(low).toBeGreaterThanOrEqual(found);
        expect(high).toBeLessThanOrEqual(found + unread);
        expect(value).toBeGreaterThanOrEqual(low - 1e-6);
        expect(value).toBeLessThanOrEqual(high + 1e-6);
      },
    ),
  );
});

test('a whole table is exact', () => {
  fc.assert(
    fc.property(clusters, (sample) => {
      const { scanned, found } = totals(sample);
      expect(estimateCount(sample, { population: scanned })).toEqual(exactly(found));
      expect(estimateSum(sample, exactly(scanned))).toEqual(exactly(found));
    }),
  );
});

test('sums scale with what is summed up', () => {
  fc.assert(
    fc.property(clusters, fc.integer({ min: 1, max: 9 }), (sample, factor) => {
      const { scanned } = totals(sample);
      const count = { value: 10 * scanned, low: 5 * scanned, high: 20 * scanned };
      const one = estimateSum(sample, count);
      const other = estimateSum(
        sample.map(({ found, ...cluster }) => ({ ...cluster, found: factor * found })),
        count,
      );
      if (scanned === 0) expect(other).toEqual(one);
      else for (const part of ['value', 'low', 'high'] as const) expect(other[part]).toBeCloseTo(factor * one[part], 3);
    }),
  );
});
