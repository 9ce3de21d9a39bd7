import type { BenchContext } from '../context';
import { type Figure, type Measured, type Rounds, sumUp, type Taken, takeRounds } from '../support/measurement';
import type { BenchDynamodb } from './bench-dynamodb';
import {
  type ContenderOptions,
  type ContenderSample,
  itemsPerSecond,
  processorPerItem,
  runContender,
} from './run-contender';

const BACKFILL = 'backfill()';
const UPDATE_ITEMS = 'an UpdateItem per item, same condition';
const BATCH_WRITES = 'BatchWriteItem of whole items, no condition';

const WAYS: Record<string, ContenderOptions['way']> = {
  [BACKFILL]: 'backfill',
  [UPDATE_ITEMS]: 'update-items',
  [BATCH_WRITES]: 'batch-writes',
};

const ITEMS = 10_000;
/** Each contender's process works off so many before it is measured. */
const WARM_UP_ITEMS = 1_000;
/** Each contender changes so many before the first round: DynamoDB Local is slow at first, whatever it is asked. */
const FIRST_ITEMS = 3_000;

/** Items per second and client processor time of a backfill, beside the safe way by hand and beside the unsafe one. */
export async function rates(dynamodb: BenchDynamodb, context: BenchContext): Promise<Measured[]> {
  const { signal } = context;
  const contenders = Object.keys(WAYS);
  await roundOf(dynamodb, FIRST_ITEMS, signal)(contenders);
  const taken = await takeRounds(
    { contenders, rounds: 3, warmUps: 0, round: roundOf(dynamodb, ITEMS, signal) },
    context,
  );
  return FIGURES.map(({ readFigure, ...figure }, position) =>
    sumUp({ ...figure, notes: position === 0 ? describeServer(taken) : [] }, taken, readFigure),
  );
}

/** Half of the goals are about one baseline, half about the other. */
const FIGURES: (Figure & { readFigure(sample: Sample): number })[] = [
  { baseline: UPDATE_ITEMS, rate: 2.5, processor: 0.1 },
  { baseline: BATCH_WRITES, rate: 1 / 3, processor: 1.5 },
].flatMap(({ baseline, rate, processor }) => {
  const common = { contenders: [BACKFILL, baseline], baseline, comparison: 'ratio' } as const;
  return [
    {
      ...common,
      title: `Items per second over ${ITEMS.toLocaleString('en')} items of DynamoDB Local`,
      unit: 'items per second',
      goals: { [BACKFILL]: rate },
      readFigure: itemsPerSecond,
    },
    {
      ...common,
      title: 'The same: processor time of the client per item',
      unit: 'microseconds',
      goals: { [BACKFILL]: processor },
      readFigure: processorPerItem,
    },
  ];
});

interface Sample extends ContenderSample {
  /** Processor time of DynamoDB Local, in microseconds, from the contender's start to its end. */
  serverMicroseconds?: number;
}

const roundOf =
  (dynamodb: BenchDynamodb, items: number, signal: AbortSignal): Rounds<Sample>['round'] =>
  async (order) => {
    const samples: Record<string, Sample> = {};
    for (const name of order) samples[name] = await takeSample(dynamodb, WAYS[name] ?? 'backfill', items, signal);
    return samples;
  };

async function takeSample(
  { configuration, withTable, processorTime }: BenchDynamodb,
  way: ContenderOptions['way'],
  items: number,
  signal: AbortSignal,
): Promise<Sample> {
  return withTable(WARM_UP_ITEMS, (warmUpTableName) =>
    withTable(items, async (tableName) => {
      const before = processorTime();
      const sample = await runContender({ way, configuration, tableName, warmUpTableName }, items, signal);
      const after = processorTime();
      return { ...sample, ...(before !== undefined && after !== undefined && { serverMicroseconds: after - before }) };
    }),
  );
}

/** DynamoDB Local works on one machine with its clients, and is slower than they are: it sets the rates. */
function describeServer({ samples }: Taken<Sample>): string[] {
  const perItem = Object.keys(WAYS).flatMap((name) => {
    const known = samples.flatMap((round) => round[name]?.serverMicroseconds ?? []);
    if (known.length === 0) return [];
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length / (ITEMS + WARM_UP_ITEMS);
    return `${Math.round(mean)} µs for ${name}`;
  });
  return perItem.length === 0 ? [] : [`DynamoDB Local's own processor time per item: ${perItem.join('; ')}.`];
}
