import path from 'node:path';
import type { BenchContext } from '../context';
import { startCompanion } from '../support/companion';
import { type Measured, sumUp, type Taken, takeRounds } from '../support/measurement';
import type { BenchDynamodb } from './bench-dynamodb';
import type { LiveWriterOptions, LiveWriterResult } from './live-writer';
import { type ContenderOptions, type ContenderSample, runContender } from './run-contender';

const BACKFILL = 'backfill()';
const SCRIPT = 'scan, change, put back';

const WAYS: Record<string, ContenderOptions['way']> = { [BACKFILL]: 'backfill', [SCRIPT]: 'script' };

const ITEMS = 10_000;
const WARM_UP_ITEMS = 100;

/** Acknowledged writes of a live writer that are gone after a backfill, and after the script that people write today. */
export async function losses(dynamodb: BenchDynamodb, context: BenchContext): Promise<Measured> {
  const taken = await takeRounds(
    {
      contenders: Object.keys(WAYS),
      rounds: 2,
      warmUps: 0,
      round: async (order) => {
        const samples: Record<string, Sample> = {};
        for (const name of order) samples[name] = await takeSample(dynamodb, WAYS[name] ?? 'backfill', context.signal);
        return samples;
      },
    },
    context,
  );
  return sumUp(
    {
      title: `Writes of a live writer that are lost, beside ${ITEMS.toLocaleString('en')} items that are changed`,
      contenders: [BACKFILL, SCRIPT],
      baseline: SCRIPT,
      comparison: 'difference',
      unit: 'writes',
      goals: { [BACKFILL]: 0 },
      goalsOf: 'median',
      notes: [
        ...Object.keys(WAYS).map((name) => describe(name, taken)),
        'DynamoDB Local leaves nothing unprocessed: what the script loses by not looking at it is not among these.',
      ],
    },
    taken,
    ({ overwritten, undone }) => overwritten + undone,
  );
}

type Sample = ContenderSample & LiveWriterResult;

async function takeSample(
  { configuration, withTable }: BenchDynamodb,
  way: ContenderOptions['way'],
  signal: AbortSignal,
): Promise<Sample> {
  return withTable(WARM_UP_ITEMS, (warmUpTableName) =>
    withTable(ITEMS, async (tableName) => {
      const options: LiveWriterOptions = { configuration, tableName, items: ITEMS };
      const file = path.join(__dirname, 'live-writer.ts');
      const writer = await startCompanion<object, LiveWriterResult>(file, options);
      // Asked to end also where the contender failed: it would write on until this process ends.
      const run = await runContender({ way, configuration, tableName, warmUpTableName }, 0, signal).catch(
        async (error) => {
          await writer.end().catch(() => undefined);
          throw error;
        },
      );
      return { ...run, ...(await writer.end()) };
    }),
  );
}

/** Over all rounds together: a median would hide what happened in one alone. */
function describe(name: string, { samples }: Taken<Sample>): string {
  const total = (key: 'updates' | 'additions' | 'deletions' | 'overwritten' | 'undone' | 'unindexed' | 'conflicts') =>
    samples.reduce((sum, round) => sum + (round[name]?.[key] ?? 0), 0).toLocaleString('en');
  const looks = samples.some((round) => round[name]?.conflicts !== undefined);
  return (
    `${name}, all rounds: ${total('updates')} updates, ${total('additions')} additions and ${total('deletions')} deletions ` +
    `acknowledged; ${total('overwritten')} updates or additions overwritten, ${total('undone')} deletions undone, ` +
    `${total('unindexed')} items without their index keys${looks ? `; ${total('conflicts')} conflicts seen` : ''}.`
  );
}
