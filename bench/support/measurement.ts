import { loadavg } from 'node:os';
import { type Spread, spreadOf } from './statistics';
import { UNITS, type Unit } from './units';

/** One figure of several contenders beside that of a baseline. */
export interface Figure {
  title: string;
  /** Names of what is measured, the baseline among them, in the order in which they are shown. */
  contenders: readonly string[];
  /** The contender that the others are set beside. */
  baseline: string;
  /** How: divided by the baseline, or less the baseline. */
  comparison: 'ratio' | 'difference';
  /** Default: milliseconds. */
  unit?: Unit;
  /**
   * What a contender should have at most, or at least where more of the unit is better. Shown beside it, never enforced.
   */
  goals: Record<string, number>;
  /** What the goals are about: a contender's comparison (the default), or its own median. */
  goalsOf?: 'comparison' | 'median';
  /** What a reader should know beside the figures. */
  notes?: readonly string[];
}

/** Samples of all contenders, round by round. */
export interface Rounds<Sample> {
  /** In the order in which they are first run. */
  contenders: readonly string[];
  rounds: number;
  /** Rounds before them that are not counted: caches are filled. */
  warmUps: number;
  /** One sample of each contender; `order` is the order to take them in. */
  round(order: readonly string[]): Promise<Record<string, Sample>>;
  /** Once, after the last round, also where one failed. */
  tearDown?(): void | Promise<void>;
}

/** Contenders beside a baseline, all in the same run: each sample is the one figure. */
export type Measurement = Figure & Rounds<number>;

export interface Taken<Sample> {
  samples: Record<string, Sample>[];
  loadAverage: Measured['loadAverage'];
}

export interface Measured extends Pick<Figure, 'title' | 'baseline' | 'comparison' | 'goalsOf'> {
  unit: Unit;
  rounds: number;
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
  goal?: ({ atMost: number } | { atLeast: number }) & { met: boolean };
  /** In the figure's unit, in the order of the rounds. */
  samples: number[];
}

export interface MeasureOptions {
  /** In place of the measurement's own number of rounds. */
  rounds?: number;
  signal: AbortSignal;
}

/** Takes the samples and sums them up. */
export async function measure(measurement: Measurement, options: MeasureOptions): Promise<Measured> {
  return sumUp(measurement, await takeRounds(measurement, options), (sample) => sample);
}

/** Round by round, the order of the contenders reversed in every second one. */
export async function takeRounds<Sample>(
  { contenders, warmUps, round, tearDown, ...own }: Rounds<Sample>,
  options: MeasureOptions,
): Promise<Taken<Sample>> {
  const { rounds = own.rounds, signal } = options;
  const before = currentLoad();
  const samples: Record<string, Sample>[] = [];
  try {
    for (let index = -warmUps; index < rounds; index += 1) {
      signal.throwIfAborted();
      const sample = await round((index + warmUps) % 2 === 0 ? contenders : contenders.toReversed());
      if (index >= 0) samples.push(sample);
    }
    return { samples, loadAverage: { before, after: currentLoad() } };
  } finally {
    await tearDown?.();
  }
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

/**
 * One figure of the samples that were taken.
 *
 * @param readFigure the figure in a sample, in the figure's unit
 */
export function sumUp<Sample>(
  figure: Figure,
  { samples, loadAverage }: Taken<Sample>,
  readFigure: (sample: Sample) => number,
): Measured {
  const { title, baseline, comparison, unit = 'milliseconds', goalsOf, notes = [] } = figure;
  const samplesOf = (name: string): number[] =>
    samples.map((round) => {
      const sample = round[name];
      return sample === undefined ? Number.NaN : readFigure(sample);
    });
  const contenders = figure.contenders.map((name) =>
    summarise({ ...figure, unit }, name, samplesOf(name), samplesOf(baseline)),
  );
  return { title, baseline, comparison, unit, goalsOf, rounds: samples.length, contenders, notes, loadAverage };
}

function summarise(
  { baseline, comparison, goals, goalsOf, unit }: Figure & { unit: Unit },
  name: string,
  samples: number[],
  beside: readonly number[],
): MeasuredContender {
  const summary = { name, ...spreadOf(samples), samples };
  const compare = (sample: number, base = Number.NaN) => (comparison === 'ratio' ? sample / base : sample - base);
  const compared = spreadOf(samples.map((sample, index) => compare(sample, beside[index]))).median;
  const goal = goals[name];
  return {
    ...summary,
    ...(name !== baseline && { compared }),
    ...(goal !== undefined && { goal: judge(goal, goalsOf === 'median' ? summary.median : compared, unit) }),
  };
}

const judge = (goal: number, value: number, unit: Unit): MeasuredContender['goal'] =>
  UNITS[unit].isMoreBetter ? { atLeast: goal, met: value >= goal } : { atMost: goal, met: value <= goal };

const currentLoad = (): number => Number((loadavg()[0] ?? 0).toFixed(2));
