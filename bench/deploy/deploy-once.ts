import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ACCOUNT, type BenchCheckout } from './bench-checkout';
import type { AwsCall, CallCounter } from './call-counter';
import { lengthOfUnion, type Span } from './spans';

export interface TimedDeploy {
  /** Milliseconds from the start of the command to its end. */
  whole: number;
  /** Those in which Terraform ran. */
  terraform: number;
  calls: readonly AwsCall[];
}

/** A deploy as a person types it, which asks nothing. */
export async function deployOnce(checkout: BenchCheckout, counter: CallCounter): Promise<TimedDeploy> {
  const record = path.join(checkout.directory, 'terraform-runs.jsonl');
  rmSync(record, { force: true });
  counter.take();
  const start = performance.now();
  await checkout.yarnw(['deploy', ACCOUNT, '--yes', '--quiet'], {
    AWS_ENDPOINT_URL: counter.endpoint,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    GROUNDWORK_BENCH_TERRAFORM: record,
    NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --require ${JSON.stringify(path.join(__dirname, 'record-terraform.js'))}`,
  });
  const whole = performance.now() - start;
  return { whole, terraform: lengthOfUnion(readSpans(record)), calls: counter.take() };
}

function readSpans(file: string): Span[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Span);
}
