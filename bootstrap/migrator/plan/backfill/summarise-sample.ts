import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { WireItem } from '../../../bulk/attribute-values';
import type { Matcher } from '../../backfill/match';
import type { Change } from '../../backfill/prepare-item';
import { type PlainItem, toPlainItem } from '../plain-item';
import { fromWire } from '../wire';
import { type Cluster, type Estimate, estimateCount, estimateSize, estimateSum, exactly } from './estimate';
import { type Examiner, emptyTally, type Tally } from './examine-items';
import type { Basis, PlannedBackfill, PlannedChange } from './planned-backfill';
import type { TableSample } from './sample-table';

export interface SampleSummary {
  numbers: Pick<
    PlannedBackfill,
    'basis' | 'matched' | 'entities' | 'updated' | 'removed' | 'unchanged' | 'failed' | 'samples' | 'failures'
  >;
  /** Of single writes. */
  writeUnits: Estimate;
}

/** Entities beyond are few of each, or the attribute is none of DynamoDB-Toolbox's. */
const MOST_ENTITIES = 10;

/** What the items that were read say of all items. */
export function summariseSample(
  sample: TableSample,
  { tallies, ...examiner }: Examiner,
  table: Pick<TableDescription, 'ItemCount'>,
  { partition }: Pick<Matcher, 'partition'>,
): SampleSummary {
  const basis = basisOf(sample, table.ItemCount ?? 0, partition !== undefined);
  const segments = segmentsAreWhole(sample) ? sample.totalSegments : undefined;
  const tallied = [...sample.segments].map(([segment, { scanned }]) => ({
    scanned,
    tally: tallies.get(segment) ?? emptyTally(),
  }));
  const count = (found: (tally: Tally) => number): Estimate => {
    const clusters = tallied.map(({ scanned, tally }): Cluster => ({ scanned, found: found(tally) }));
    if (basis.kind === 'sample') return estimateCount(clusters, { population: basis.tableItems, segments });
    return exactly(clusters.reduce((sum, cluster) => sum + cluster.found, 0));
  };
  const changes = ({ updated, removed }: Tally): number => updated + removed;
  const entities = new Set([...tallies.values()].flatMap((tally) => [...tally.entities.keys()]));
  return {
    numbers: {
      basis,
      matched: count(({ matched }) => matched),
      entities: [...entities]
        .map((entity) => ({ entity: entity || null, count: count((tally) => tally.entities.get(entity) ?? 0) }))
        .sort((one, other) => other.count.value - one.count.value)
        .slice(0, MOST_ENTITIES),
      updated: count(({ updated }) => updated),
      removed: count(({ removed }) => removed),
      unchanged: count(({ unchanged }) => unchanged),
      failed: count(({ failed }) => failed),
      samples: examiner.changes().map(toPlannedChange),
      failures: examiner.failures().map(({ key, reason }) => ({ key: plain(key), reason })),
    },
    writeUnits: estimateSum(
      tallied.map(({ tally }) => ({ scanned: changes(tally), found: tally.writeUnits })),
      count(changes),
    ),
  };
}

const segmentsAreWhole = ({ segments }: TableSample): boolean =>
  [...segments.values()].every((segment) => segment.isWhole);

function basisOf(sample: TableSample, tableItems: number, isPartition: boolean): Basis {
  const { segments, totalSegments, isWhole } = sample;
  const sizes = [...segments.values()].map(({ scanned }) => scanned);
  const scanned = sizes.reduce((sum, size) => sum + size, 0);
  const of = isPartition ? 'partition' : 'table';
  if (isWhole) return { kind: 'whole', scanned, of };
  // Not counted yet, or counted before most of what is there had come; and one segment says nothing of the others.
  if (isPartition || scanned >= tableItems || sizes.length < 2) return { kind: 'part', scanned, of };
  const suggestedItems = segmentsAreWhole(sample) ? otherSize(sizes, totalSegments, tableItems) : undefined;
  return { kind: 'sample', scanned, segments: segments.size, totalSegments, tableItems, suggestedItems };
}

/** A count that is six hours old is never quite right: less than a quarter is no cause for doubt. */
const DOUBTFUL = 0.25;

function otherSize(sizes: readonly number[], totalSegments: number, tableItems: number): number | undefined {
  const { value, low, high } = estimateSize(sizes, totalSegments);
  const differs = high < tableItems * (1 - DOUBTFUL) || low > tableItems * (1 + DOUBTFUL);
  return differs ? Math.round(value) : undefined;
}

const toPlannedChange = ({ key, before, after }: Change): PlannedChange => ({
  key: plain(key),
  before: plain(before),
  after: after ? plain(after) : null,
});

const plain = (item: WireItem): PlainItem => toPlainItem(fromWire(item));
