import type { Cluster } from '../../../../bootstrap/migrator/plan/backfill/estimate';

/** Numbers from 0 to 1, the same for the same seed: a test that passes once passes always. */
export function seeded(seed: number): () => number {
  let state = seed;
  // G. Marsaglia's xorshift, 2003.
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A table in segments: partitions of some size lie in one segment each, and their items may be alike. */
export interface Population {
  segments: Segment[];
  items: number;
  found: number;
  units: number;
}

export interface Segment extends Cluster {
  /** 1 to 5 for each item that is found. */
  units: number;
}

export interface PopulationOptions {
  segments: number;
  partitions: number;
  itemsOf(random: () => number): number;
  /** What a partition's items have found, of so many. */
  foundOf(items: number, random: () => number): number;
}

export function populate(random: () => number, options: PopulationOptions): Population {
  const segments = Array.from({ length: options.segments }, () => ({ scanned: 0, found: 0, units: 0 }));
  for (let partition = 0; partition < options.partitions; partition += 1) {
    const segment = segments[Math.floor(random() * segments.length)] as Segment;
    const items = options.itemsOf(random);
    segment.scanned += items;
    const found = options.foundOf(items, random);
    segment.found += found;
    for (let item = 0; item < found; item += 1) segment.units += Math.ceil(5 * random());
  }
  return {
    segments,
    items: segments.reduce((sum, { scanned }) => sum + scanned, 0),
    found: segments.reduce((sum, { found }) => sum + found, 0),
    units: segments.reduce((sum, { units }) => sum + units, 0),
  };
}

/** So many segments, each as probable as any other. */
export function choose(random: () => number, { segments }: Population, count: number): Segment[] {
  const left = [...segments];
  return Array.from({ length: count }, () => left.splice(Math.floor(random() * left.length), 1)[0] as Segment);
}
