import { loadavg } from 'node:os';
import { type Spread, spreadOf } from './statistics';

/** Contenders beside a baseline, all in the same run. */
export interface Measurement {
  title: string;
  /** Names of what is measured, the baseline among them, in the order in which they are shown and first run. */
  contenders: readonly string[];
  /** The contender that the others are set beside. */
  baseline: string;
  /** How: divided by the baseline, or less the baseline, in milliseconds. */
  comparison: 'ratio' | 'difference';
  /** What a contender's comparison should be at most. Shown beside it, never enforced. */
  goals: Record<string, number>;
  rounds: number;
  /** Rounds before them that are not counted: caches are filled. */
  warmUps: number;
  /** One sample of each contender, in milliseconds; `order` is the order to take them in. */
  round(order: readonly string[]): Promise<Record<string, number>>;
  /** Once, after the last round, also where one failed. */
  tearDown?(): void | Promise<void>;
  /** What a reader should know beside the figures. */
  notes?: readonly string[];
}

export interface Measured extends Pick<Measurement, 'title' | 'baseline' | 'comparison' | 'rounds'> {
  contenders: MeasuredContender[];
  notes: readonly string[];
  /** Processes that wanted to run, averaged over the last minute, when it began and when it ended. */
  loadAverage: { before: number; after: number };
}

export interface MeasuredContender extends Spread {
  name: string;
  /**
   * Median of what each round's sample is beside the same round's baseline: what slows a whole round down slows both.
   * Absent for the baseline itself.
   */
  compared?: number;
  goal?: { atMost: number; met: boolean };
  /** Milliseconds, in the order of the rounds. */
  samples: number[];
}

export interface MeasureOptions {
  /** In place of the measurement's own number of rounds. */
  rounds?: number;
  signal: AbortSignal;
}

/** Takes the samples and sums them up. */
export async function measure(measurement: Measurement, options: MeasureOptions): Promise<Measured> {
  const { title, baseline, comparison, notes = [] } = measurement;
  const rounds = options.rounds ?? measurement.rounds;
  const before = currentLoad();
  try {
    const samples = await takeSamples(measurement, rounds, options.signal);
    const contenders = measurement.contenders.map((name) => summarise(name, measurement, samples));
    return { title, baseline, comparison, rounds, contenders, notes, loadAverage: { before, after: currentLoad() } };
  } finally {
    await measurement.tearDown?.();
  }
}

/** Round by round, the order of the contenders reversed in every second one. */
async function takeSamples(
  { contenders, warmUps, round }: Measurement,
  rounds: number,
  signal: AbortSignal,
): Promise<Record<string, number>[]> {
  const samples: Record<string, number>[] = [];
  for (let index = -warmUps; index < rounds; index += 1) {
    signal.throwIfAborted();
    const sample = await round((index + warmUps) % 2 === 0 ? contenders : contenders.toReversed());
    if (index >= 0) samples.push(sample);
  }
  return samples;
}

/** A round that times each contender's whole run. */
export function timed(contenders: Record<string, () => Promise<unknown>>): Measurement['round'] {
  return async (order) => {
    const sample: Record<string, number> = {};
    for (const name of order) {
      const start = performance.now();
      await contenders[name]?.();
      sample[name] = performance.now() - start;
    }
    return sample;
  };
}

function summarise(
  name: string,
  { baseline, comparison, goals }: Measurement,
  rounds: readonly Record<string, number>[],
): MeasuredContender {
  const samplesOf = (contender: string) => rounds.map((round) => round[contender] ?? Number.NaN);
  const samples = samplesOf(name);
  const summary = { name, ...spreadOf(samples), samples };
  if (name === baseline) return summary;
  const beside = samplesOf(baseline);
  const compare = (sample: number, base = Number.NaN) => (comparison === 'ratio' ? sample / base : sample - base);
  const compared = spreadOf(samples.map((sample, index) => compare(sample, beside[index]))).median;
  const atMost = goals[name];
  return { ...summary, compared, ...(atMost !== undefined && { goal: { atMost, met: compared <= atMost } }) };
}

const currentLoad = (): number => Number((loadavg()[0] ?? 0).toFixed(2));
