import { availableParallelism } from 'node:os';
import { BENCHES } from '../bench/benches';
import type { Bench, BenchContext } from '../bench/context';
import type { Measured } from '../bench/support/measurement';
import { report } from '../bench/support/report';
import { clientConfiguration } from '../bootstrap/client-configuration';
import { down } from '../local/services/down';
import { servicesStatus } from '../local/services/status';
import { EXIT, type Invocation, runCommand, wrongUsage } from './support/command';
import { loadDeployment } from './support/deployment';
import type { Output } from './support/output';
import { reach } from './support/target';

type BenchInvocation = Invocation<'rounds'>;
type NamedBench = [name: string, bench: Bench];

const DESCRIPTIONS = Object.entries(BENCHES).map(([name, { summary }]) => `  ${name.padEnd(24)} ${summary}`);

void runCommand({
  name: 'bench',
  summary: [
    'Measurements on the deployment local, each beside a named baseline in the same run. All of them, or one:',
    '',
    ...DESCRIPTIONS,
    '',
    'A goal that is missed is shown, and no failure: another machine, or a busy one, has other figures.',
  ].join('\n'),
  arguments: ['[name]'],
  flags: { rounds: { type: 'string', value: 'N', description: 'that many rounds of each measurement' } },
  run: async (invocation) => {
    const benches = benchesIn(invocation);
    const rounds = roundsIn(invocation);
    const ran = (await servicesStatus()).some(({ running }) => running);
    try {
      const context = await contextOf(invocation, rounds);
      invocation.output.result(await runBenches(benches, context, invocation.output));
      return EXIT.done;
    } finally {
      if (!ran) await down();
    }
  },
});

function benchesIn({ arguments: [wanted] }: BenchInvocation): NamedBench[] {
  const benches = Object.entries(BENCHES).filter(([name]) => wanted === undefined || name === wanted);
  if (benches.length > 0) return benches;
  throw wrongUsage(
    { name: 'bench' },
    `It takes ${Object.keys(BENCHES).join(', ')}, or nothing for all of them, not ${JSON.stringify(wanted)}.`,
  );
}

function roundsIn({ flags: { rounds } }: BenchInvocation): number | undefined {
  if (rounds === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(rounds)) return Number(rounds);
  throw wrongUsage({ name: 'bench' }, `--rounds takes a whole number from 1 to 9999, not ${JSON.stringify(rounds)}.`);
}

/** Starts the local services where they do not run. */
async function contextOf(invocation: BenchInvocation, rounds: number | undefined): Promise<BenchContext> {
  const { output, signal } = invocation;
  const deployment = loadDeployment('local');
  const { client, terraformEnvironment } = await reach(deployment, invocation);
  client.destroy();
  return {
    deployment,
    clientConfiguration: clientConfiguration('local', deployment),
    terraformEnvironment,
    rounds,
    signal,
    during: output.during,
  };
}

/** The figures are shown as they come, and are the answer of `--json` all together. */
async function runBenches(benches: readonly NamedBench[], context: BenchContext, { say }: Output) {
  const results = [];
  for (const [name, bench] of benches) {
    const measurements: Measured[] = [];
    for await (const measured of bench.run(context)) {
      say(['', ...report(measured), ''].join('\n'));
      measurements.push(measured);
    }
    results.push({ name, node: process.version, processors: availableParallelism(), measurements });
  }
  return results;
}
