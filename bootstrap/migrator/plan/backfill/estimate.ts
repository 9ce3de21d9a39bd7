/** What a sample tells of a whole: it is between `low` and `high` with 95 % confidence. All three are the same where it was read. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** What was read of one segment of a table: its items lie together, and may well be alike. */
export interface Cluster {
  /** Items that were read. */
  scanned: number;
  /** How many of them are of the kind that is asked for, or what is to be summed up over them. */
  found: number;
}

/** What the clusters are of. */
export interface Whole {
  /** Items of the table. */
  population: number;
  /** Into how many the table is divided, where each cluster is a segment that was read to its end. */
  segments?: number;
}

export const exactly = (value: number): Estimate => ({ value, low: value, high: value });

/**
 * How many of a table's items are of some kind, by segments chosen at random, as clusters (W. G. Cochran, Sampling
 * Techniques, 3rd edition, chapters 6, 7 and 9). Its bounds are Wilson's, with as many items as independent ones would tell
 * as much (E. L. Korn and B. I. Graubard, Survey Methodology 24, 1998): so they hold for what is rare too. Of what was not
 * found at all nothing tells whether it lies together; the bound takes it that it does not.
 *
 * @param clusters at least two
 */
export function estimateCount(clusters: readonly Cluster[], whole: Whole): Estimate {
  const { population } = whole;
  const { scanned, found } = totalOf(clusters);
  const unread = population - scanned;
  if (unread <= 0) return exactly(found);
  if (scanned === 0) return { value: 0, low: 0, high: population };
  const best = narrowest([byShare(clusters, whole), ...byMean(clusters, whole), ...byTheRest(clusters, whole)]);
  const value = Math.min(Math.max(best.value, found), found + unread);
  const share = value / population;
  const designEffect = Math.max(1, best.variance / population ** 2 / ((share * (1 - share)) / scanned) || 0);
  const independent = (scanned / designEffect) * (NORMAL / studentsT(clusters.length - 1)) ** 2;
  const [low, high] = wilson(share, (independent * population) / unread);
  // What was seen is there, whatever the rest is.
  return { value, low: Math.max(found, low * population), high: Math.min(found + unread, high * population) };
}

/**
 * A sum over items of some kind, by its mean over those that were read and by how many there are.
 *
 * @param clusters `scanned` are the items of that kind, and `found` is the sum over them
 * @param count the estimate of their number
 */
export function estimateSum(clusters: readonly Cluster[], count: Estimate): Estimate {
  const { scanned, found } = totalOf(clusters);
  if (count.low === count.high) return exactly(found);
  // Of what was not seen at least one of each is taken.
  if (scanned === 0) return { value: 0, low: 0, high: count.high };
  const { value, variance } = byShare(clusters, { population: count.value });
  const unread = Math.max(0, 1 - scanned / count.value);
  const ofMean = studentsT(clusters.length - 1) * Math.sqrt(variance * unread);
  const ofCount = (bound: number): number => (found / scanned) * Math.abs(bound - count.value);
  return {
    value,
    low: Math.max(found, value - Math.hypot(ofMean, ofCount(count.low))),
    high: value + Math.hypot(ofMean, ofCount(count.high)),
  };
}

/** A total with its variance, as if the clusters were few of very many. */
interface Estimator {
  value: number;
  variance: number;
}

/** By the share of the items that were read: mostly the best. */
function byShare(clusters: readonly Cluster[], { population }: Whole): Estimator {
  const { scanned, found } = totalOf(clusters);
  const squares = sum(clusters.map((cluster) => (cluster.found - (found / scanned) * cluster.scanned) ** 2));
  const variance = ((clusters.length / (clusters.length - 1)) * squares) / scanned ** 2;
  return { value: (found / scanned) * population, variance: variance * population ** 2 };
}

/**
 * By the mean of the segments: the better one of what is spread evenly over them while few partitions have most of the other
 * items, so that segments differ much in their size.
 */
function byMean(clusters: readonly Cluster[], { segments }: Whole): Estimator[] {
  if (segments === undefined) return [];
  const count = clusters.length;
  const mean = totalOf(clusters).found / count;
  const squares = sum(clusters.map(({ found }) => (found - mean) ** 2));
  return [{ value: mean * segments, variance: (segments ** 2 * squares) / count / (count - 1) }];
}

/** What is left when the mean has told how many are not of the kind. */
function byTheRest(clusters: readonly Cluster[], whole: Whole): Estimator[] {
  const rest = clusters.map(({ scanned, found }) => ({ scanned, found: scanned - found }));
  return byMean(rest, whole).map(({ value, variance }) => ({ value: whole.population - value, variance }));
}

const narrowest = (all: readonly Estimator[]): Estimator =>
  all.reduce((best, other) => (other.variance < best.variance ? other : best));

/**
 * What segments make of the number of items of the table that they are a part of.
 *
 * @param sizes of at least two segments that were read to their ends
 */
export function estimateSize(sizes: readonly number[], segments: number): Estimate {
  const clusters = sizes.map((size) => ({ scanned: size, found: size }));
  const [{ value, variance } = { value: 0, variance: 0 }] = byMean(clusters, { population: 0, segments });
  const error = studentsT(sizes.length - 1) * Math.sqrt(variance * (1 - sizes.length / segments));
  return { value, low: Math.max(sum(sizes), value - error), high: value + error };
}

const totalOf = (clusters: readonly Cluster[]): Cluster => ({
  scanned: sum(clusters.map(({ scanned }) => scanned)),
  found: sum(clusters.map(({ found }) => found)),
});

/** The bounds of a share that `items` independent items tell: E. B. Wilson, JASA 22, 1927. */
function wilson(share: number, items: number): [low: number, high: number] {
  const square = NORMAL ** 2;
  const centre = share + square / (2 * items);
  const error = NORMAL * Math.sqrt((share * (1 - share)) / items + square / (4 * items ** 2));
  return [(centre - error) / (1 + square / items), (centre + error) / (1 + square / items)];
}

/** Of the normal distribution 95 % are within so many standard deviations. */
const NORMAL = 1.959964;

/**
 * The same of Student's t, which is wider as a few clusters tell little of how they differ: Cornish and Fisher's expansion,
 * M. Abramowitz and I. A. Stegun, 26.7.5.
 */
function studentsT(degreesOfFreedom: number): number {
  const z = NORMAL;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
  ];
  return z + sum(terms.map((term, power) => term / degreesOfFreedom ** (power + 1)));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
