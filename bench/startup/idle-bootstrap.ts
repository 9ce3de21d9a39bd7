import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REPOSITORY } from '../../stacks/stack';
import type { BenchContext } from '../context';
import { endpointOf } from '../support/endpoint';
import { type Measurement, timed } from '../support/measurement';
import { runProcess } from '../support/run-process';
import { yarnw } from './yarnw';

const BOOTSTRAP = './yarnw bootstrap local';
const THROUGH_YARN = 'yarn bootstrap local';
const WITH_SDK = 'Node and one DescribeTable';
const WITHOUT_SDK = 'the same without the SDK';

/** A bootstrap that finds nothing to do beside a process that sends the one request which that takes at least. */
export async function idleBootstrap(context: BenchContext): Promise<Measurement> {
  const { deployment, clientConfiguration, signal } = context;
  const endpoint = endpointOf(context);
  const request = JSON.stringify({ ...clientConfiguration, endpoint, tableName: deployment.table.name });
  const node = (...words: string[]) => runProcess(process.execPath, words, { cwd: REPOSITORY, signal });
  const describeTable = (file: string) => () => node(path.join(__dirname, file), request);
  return {
    title: 'A bootstrap with nothing to do',
    contenders: [BOOTSTRAP, THROUGH_YARN, WITH_SDK, WITHOUT_SDK],
    baseline: WITH_SDK,
    comparison: 'ratio',
    goals: { [BOOTSTRAP]: 2 },
    rounds: 21,
    warmUps: 2,
    round: timed({
      [BOOTSTRAP]: () => yarnw(['bootstrap', 'local'], signal),
      [THROUGH_YARN]: () => node(yarnProgram(), 'bootstrap', 'local'),
      [WITH_SDK]: describeTable('describe-table.js'),
      [WITHOUT_SDK]: describeTable('describe-table-by-hand.js'),
    }),
  };
}

/** The Yarn that yarnw has fetched. */
function yarnProgram(): string {
  const { packageManager } = JSON.parse(readFileSync(path.join(REPOSITORY, 'package.json'), 'utf8'));
  const folder = path.join(REPOSITORY, '.yarn', packageManager.replace('@', '-'));
  return path.join(folder, 'node_modules', '@yarnpkg', 'cli-dist', 'bin', 'yarn.js');
}
