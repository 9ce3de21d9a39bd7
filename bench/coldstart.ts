import { API, type BuiltFunctions, buildFunctions, PLAIN } from './coldstart/build-functions';
import { createCompanyTable } from './coldstart/company-table';
import { type ColdStart, startFunction } from './coldstart/start-function';
import type { Bench, BenchContext } from './context';
import { type Figure, type Measured, sumUp, type Taken, takeRounds } from './support/measurement';

/** What the function `api` takes from nothing to its first answer, beside other ways to the same answer. */
export const coldstart: Bench = {
  summary: 'the first answer of the function api, beside the plain SDK, an empty handler, and other libraries',
  run: async function* (context) {
    const { during, signal } = context;
    const built = await during('the bundles', () => buildFunctions(signal));
    try {
      const taken = await during('cold starts', () => takeColdStarts(built, context));
      yield* figuresOf(built, taken);
    } finally {
      built.remove();
    }
  },
};

async function takeColdStarts({ functions }: BuiltFunctions, context: BenchContext): Promise<Taken<ColdStart>> {
  const { environment, drop } = await createCompanyTable(context);
  return takeRounds(
    {
      contenders: functions.map(({ name }) => name),
      rounds: 21,
      warmUps: 2,
      round: async (order) => {
        const samples: Record<string, ColdStart> = {};
        for (const contender of order) {
          const built = functions.find(({ name }) => name === contender);
          if (built) samples[contender] = await startFunction(built, { environment, signal: context.signal });
        }
        return samples;
      },
      tearDown: drop,
    },
    context,
  );
}

function figuresOf({ functions, peers, notes }: BuiltFunctions, taken: Taken<ColdStart>): Measured[] {
  const contenders = functions.map(({ name }) => name);
  const besidePlain = { contenders, baseline: PLAIN, comparison: 'ratio', goals: {} } satisfies Partial<Figure>;
  const init = ({ init }: ColdStart) => init;
  return [
    sumUp(
      {
        ...besidePlain,
        title: `From the import of a function to its first answer, on Node ${process.versions.node}`,
        goals: { [API]: 0.7 },
        notes: [
          'The function api verifies the migrations first, with a request of its own; all others send one request.',
          ...notes,
        ],
      },
      taken,
      init,
    ),
    ...peers.map((peer) =>
      sumUp(
        {
          title: `The same, beside ${peer}`,
          contenders: [API, peer],
          baseline: peer,
          comparison: 'ratio',
          goals: { [API]: 1 },
        },
        taken,
        init,
      ),
    ),
    sumUp({ ...besidePlain, title: 'Processor time of the same, without the system’s' }, taken, ({ user }) => user),
    sumUp({ ...besidePlain, title: 'The same from the start of the process' }, taken, ({ whole }) => whole),
    sumUp({ ...besidePlain, title: 'Size of the module', unit: 'kilobytes' }, taken, ({ kilobytes }) => kilobytes),
  ];
}
