import path from 'node:path';
import { localCredentials } from '../../bootstrap/client-configuration';
import type { BenchContext } from '../context';
import { startCompanion } from '../support/companion';
import { type Figure, type Measured, type Rounds, sumUp, takeRounds } from '../support/measurement';
import {
  type ContenderOptions,
  type ContenderSample,
  itemsPerSecond,
  processorPerItem,
  runContender,
} from './run-contender';

interface Contender {
  way: ContenderOptions['way'];
  items: number;
}

const WARM_UP_ITEMS = 1_000;

const BACKFILL = 'backfill()';
const UPDATE_ITEMS = 'an UpdateItem per item, same condition';

/** An UpdateItem per item takes several times as long: fewer items say as much. */
const CEILING: Record<string, Contender> = {
  [BACKFILL]: { way: 'backfill', items: 50_000 },
  [UPDATE_ITEMS]: { way: 'update-items', items: 10_000 },
};

const LARGE = 'backfill() of 500,000 items';
const MIDDLE = 'backfill() of 100,000 items';
const SMALL = 'backfill() of 10,000 items';

const MEMORY: Record<string, Contender> = {
  [LARGE]: { way: 'backfill', items: 500_000 },
  // Whether it grows with the table, or with the time until the heap has its size.
  [MIDDLE]: { way: 'backfill', items: 100_000 },
  [SMALL]: { way: 'backfill', items: 10_000 },
};

/** What the client could do at most, and how much memory it takes, against a server that answers at once. */
export async function* clientAlone(context: BenchContext): AsyncGenerator<Measured, void, void> {
  const { during, signal } = context;
  const server = await startCompanion<{ endpoint: string }>(path.join(__dirname, 'instant-server.ts'), {});
  const { endpoint } = server.ready;
  try {
    const ceiling = roundsOf(endpoint, CEILING, 3, signal);
    const taken = await during('backfill() against a server that answers at once', () => takeRounds(ceiling, context));
    yield sumUp(RATE, taken, itemsPerSecond);
    yield sumUp(PROCESSOR, taken, processorPerItem);
    const memory = roundsOf(endpoint, MEMORY, 1, signal);
    const peaks = await during(PEAK.title, () => takeRounds(memory, context));
    yield sumUp(PEAK, peaks, ({ peakMegabytes }) => peakMegabytes);
  } finally {
    await server.end();
  }
}

const COMMON = { contenders: [BACKFILL, UPDATE_ITEMS], baseline: UPDATE_ITEMS, goalsOf: 'median' } as const;

const RATE: Figure = {
  ...COMMON,
  title: "The client's own ceiling: items per second against a server that answers at once",
  comparison: 'ratio',
  unit: 'items per second',
  goals: { [BACKFILL]: 10_000 },
};

const PROCESSOR: Figure = {
  ...COMMON,
  title: 'The same: processor time of the client per item',
  comparison: 'ratio',
  unit: 'microseconds',
  // 10,000 items per second on one core.
  goals: { [BACKFILL]: 100 },
};

const PEAK: Figure = {
  title: 'Peak memory of the client against the same server',
  contenders: Object.keys(MEMORY),
  baseline: SMALL,
  comparison: 'ratio',
  unit: 'megabytes',
  goals: { [LARGE]: 1.2 },
};

function roundsOf(
  endpoint: string,
  contenders: Record<string, Contender>,
  rounds: number,
  signal: AbortSignal,
): Rounds<ContenderSample> {
  const configuration = { endpoint, region: 'local', credentials: localCredentials() };
  const tableOf = (items: number): string => `items-${items}`;
  return {
    contenders: Object.keys(contenders),
    rounds,
    warmUps: 0,
    round: async (order) => {
      const samples: Record<string, ContenderSample> = {};
      for (const name of order) {
        const { way, items } = contenders[name] as Contender;
        const options = { way, configuration, tableName: tableOf(items), warmUpTableName: tableOf(WARM_UP_ITEMS) };
        samples[name] = await runContender(options, items, signal);
      }
      return samples;
    },
  };
}
