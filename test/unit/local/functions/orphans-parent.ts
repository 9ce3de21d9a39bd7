import { startRunner } from './deploy';

const code = `
  export const handler = async ({ state }) => {
    if (state === 'waiting') {
      process.stdout.write('pid ' + process.pid + '\\n');
      await new Promise((resolve) => setTimeout(resolve, 600_000));
    }
    if (state === 'busy') {
      process.stdout.write('pid ' + process.pid + '\\n');
      for (;;) {}
    }
    return process.pid;
  };`;

/** Runs a function that is resting, waiting or busy when its pid has been printed; ends only by being killed. */
async function main(state: string | undefined): Promise<void> {
  const lambda = await startRunner();
  const specification = lambda.deploy({ 'index.mjs': code }, { timeoutSeconds: 600 });
  setInterval(() => {
    const line = lambda.log.find((entry) => entry.startsWith('pid '));
    if (line) {
      process.stdout.write(`${line.slice(4)}\n`);
      lambda.log.length = 0;
    }
  }, 20);
  const { answer } = await lambda.invoke(specification, { state });
  process.stdout.write(`${answer}\n`);
}

main(process.argv[2]);
