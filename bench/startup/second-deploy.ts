import { terraformBinary } from '../../stacks/terraform/run';
import type { BenchContext } from '../context';
import { type Measurement, timed } from '../support/measurement';
import { runProcess } from '../support/run-process';
import { copyStack } from './copy-stack';
import { yarnw } from './yarnw';

const DEPLOY = './yarnw deploy local';
const BARE = 'terraform init && terraform plan';
const PLAN = 'terraform plan alone';

/** A second deploy beside Terraform alone on a copy of the same stack. No change is pending for either. */
export async function secondDeploy(context: BenchContext): Promise<Measurement> {
  const { signal } = context;
  const copy = await copyStack(context);
  const terraform = (...words: string[]) =>
    runProcess(terraformBinary(), words, { cwd: copy.directory, environment: copy.environment, signal });
  const init = () => terraform('init', '-no-color', '-input=false');
  // A pending change is another status than 0, and so an error: that would be more to do than deploy has.
  const plan = () => terraform('plan', '-no-color', '-input=false', '-detailed-exitcode');
  return {
    title: 'A second deploy',
    contenders: [DEPLOY, BARE, PLAN],
    baseline: BARE,
    comparison: 'ratio',
    goals: { [DEPLOY]: 0.8 },
    rounds: 7,
    // The first init of the copy gets the provider, which belongs to a first deploy, and makes a plan alone possible.
    warmUps: 1,
    round: timed({
      [DEPLOY]: () => yarnw(['deploy', 'local', '--quiet'], signal),
      [BARE]: () => init().then(plan),
      [PLAN]: plan,
    }),
    tearDown: copy.remove,
  };
}
