import path from 'node:path';
import { REPOSITORY } from '../../stacks/stack';
import type { BenchContext } from '../context';
import type { Measurement } from '../support/measurement';
import { runProcess } from '../support/run-process';

const CONNECT = 'connect()';
const BY_HAND = 'its requests by hand';

/** connect() on a table that is there and migrated beside the same requests on a client of their own. */
export async function readyTable({ signal }: BenchContext): Promise<Measurement> {
  const program = path.join(__dirname, 'connect-process.ts');
  const run = async (first: string): Promise<Sample> =>
    JSON.parse(
      await runProcess(process.execPath, ['--require', 'tsx/cjs', program, first], { cwd: REPOSITORY, signal }),
    );
  return {
    title: 'connect() on a table that is ready, in a fresh process',
    contenders: [CONNECT, BY_HAND],
    baseline: BY_HAND,
    comparison: 'difference',
    goals: { [CONNECT]: 10 },
    rounds: 15,
    warmUps: 1,
    // Whichever comes first in a process finds nothing warm: a round is one process for each order.
    round: async (order) => {
      const [one, other] = order.map((name) => (name === CONNECT ? 'connect' : 'by-hand'));
      const samples = [await run(one ?? ''), await run(other ?? '')];
      const mean = (key: keyof Sample) => samples.reduce((sum, sample) => sum + sample[key], 0) / samples.length;
      return { [CONNECT]: mean('connect'), [BY_HAND]: mean('byHand') };
    },
    notes: [
      'A median of the means over both orders. That the modules are loaded first counts for neither.',
      "Goldstack's connect() takes 1,096 ms, 1,000 of them a sleep, as issue 2 measured it; it was not run here.",
    ],
  };
}

interface Sample {
  /** Milliseconds. */
  connect: number;
  byHand: number;
}
