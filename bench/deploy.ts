import type { Bench, BenchContext } from './context';
import { type BenchCheckout, createBenchCheckout } from './deploy/bench-checkout';
import { type AwsCall, startCallCounter } from './deploy/call-counter';
import { deployOnce, type TimedDeploy } from './deploy/deploy-once';
import { type Figure, type Measured, type Rounds, sumUp, type Taken, takeRounds } from './support/measurement';

/** What a deploy takes beside Terraform's own time, and which AWS calls it makes. */
export const deploy: Bench = {
  summary: 'our share of a deploy beside Terraform’s, first and unchanged, with the AWS calls that each makes',
  run: async function* (context) {
    const { during } = context;
    const checkout = createBenchCheckout(context);
    try {
      const first = await during('first deploys', () =>
        take({ ...ROUNDS, rounds: 3, warmUps: 0 }, anew, checkout, context),
      );
      yield* figuresOf('A first deploy', first);
      const unchanged = await during('deploys without a change', () =>
        take({ ...ROUNDS, rounds: 7, warmUps: 1 }, again, checkout, context),
      );
      yield* figuresOf('A deploy without a change', unchanged);
    } finally {
      await checkout.remove();
    }
  },
};

const WHOLE = './yarnw deploy';
const TERRAFORM = 'of it, while Terraform runs';
const OURS = 'of it, ours';
const ROUNDS = { contenders: [WHOLE, TERRAFORM, OURS] };

/** A part of a deploy. */
interface Part {
  milliseconds: number;
  calls: readonly AwsCall[];
}

const take = (
  rounds: Omit<Rounds<Part>, 'round'>,
  deployOne: (checkout: BenchCheckout) => Promise<TimedDeploy>,
  checkout: BenchCheckout,
  context: BenchContext,
): Promise<Taken<Part>> => takeRounds({ ...rounds, round: async () => partsOf(await deployOne(checkout)) }, context);

/** Into an account in which there is nothing yet, from a checkout in which Terraform was not initialised. */
async function anew(checkout: BenchCheckout): Promise<TimedDeploy> {
  await checkout.startAnew();
  return again(checkout);
}

async function again(checkout: BenchCheckout): Promise<TimedDeploy> {
  const counter = await startCallCounter(checkout.standIn());
  try {
    return await deployOnce(checkout, counter);
  } finally {
    await counter.close();
  }
}

function partsOf({ whole, terraform, calls }: TimedDeploy): Record<string, Part> {
  const callsBy = (caller: AwsCall['by']) => calls.filter(({ by }) => by === caller);
  return {
    [WHOLE]: { milliseconds: whole, calls },
    [TERRAFORM]: { milliseconds: terraform, calls: callsBy('Terraform') },
    [OURS]: { milliseconds: whole - terraform, calls: callsBy('Groundwork') },
  };
}

function figuresOf(title: string, taken: Taken<Part>): Measured[] {
  const beside = { contenders: ROUNDS.contenders, baseline: WHOLE, comparison: 'ratio' } satisfies Partial<Figure>;
  const last = taken.samples.at(-1);
  return [
    sumUp(
      {
        ...beside,
        title,
        goals: { [OURS]: 0.15 },
        notes: [
          'A deployment with its state in a bucket. The stand-in for AWS answers within milliseconds; an account takes some',
          'tens of them for each call, of ours and of Terraform’s. What a first deploy waits for indexes is counted as ours.',
        ],
      },
      taken,
      ({ milliseconds }) => milliseconds,
    ),
    sumUp(
      { ...beside, title: 'Our time of it', contenders: [OURS], goals: { [OURS]: 2_000 }, goalsOf: 'median' },
      taken,
      ({ milliseconds }) => milliseconds,
    ),
    sumUp(
      {
        ...beside,
        title: 'The AWS calls of it',
        unit: 'calls',
        goals: {},
        notes: [
          `Ours, in the last round: ${tally(last?.[OURS], ({ action }) => action)}`,
          `Terraform’s, by service: ${tally(last?.[TERRAFORM], ({ action }) => action.split(':')[0] ?? '')}`,
        ],
      },
      taken,
      ({ calls }) => calls.length,
    ),
  ];
}

/** How often there was a call of each name, as `dynamodb:PutItem 2, …`. */
function tally(part: Part | undefined, nameOf: (call: AwsCall) => string): string {
  const counts = new Map<string, number>();
  for (const name of (part?.calls ?? []).map(nameOf)) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].map(([name, count]) => (count > 1 ? `${name} ${count}` : name)).join(', ') || 'none';
}
