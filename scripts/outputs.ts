import path from 'node:path';
import { declaredDeployments } from '../bootstrap/declared-deployments';
import type { Outputs } from '../stacks/terraform/outputs';
import { EXIT, type ExitStatus, type Invocation, runCommand } from './support/command';
import { loadDeployment } from './support/deployment';
import { ScriptsError } from './support/errors';
import { outputsFile, readOutputsFile } from './support/outputs-file';
import { valuesOf } from './support/show-outputs';

void runCommand({
  name: 'outputs',
  summary: 'What the last deploy from this checkout gave: all outputs, or the bare value of one, on stdout.',
  arguments: ['[deployment]', '[name]'],
  flags: {},
  run: async (invocation) => show(invocation),
});

function show({ arguments: words, has, output }: Invocation): ExitStatus {
  // `yarn outputs api_url` is that of `local`, as every command is where no deployment is named.
  const named = words[0] !== undefined && Object.hasOwn(declaredDeployments(), words[0]) ? words : ['local', ...words];
  const [word, name] = named.length > 2 ? words : named;
  const { deploymentName } = loadDeployment(word);
  const outputs = readOutputsFile(deploymentName);
  const hint = named.length === 2 && named !== words ? noSuchDeployment(words[0]) : '';
  if (!outputs) {
    throw new ScriptsError(
      'no-outputs',
      `${deploymentName} was not deployed from here: run yarn deploy ${deploymentName}.${hint}`,
    );
  }
  const values = name === undefined ? valuesOf(outputs) : { [name]: outputNamed(name, outputs, deploymentName, hint) };
  if (has('json')) output.result(values);
  else process.stdout.write(`${name === undefined ? lines(values) : textOf(values[name])}\n`);
  return EXIT.done;
}

/** Of a word that was taken for the name of an output. */
const noSuchDeployment = (word = ''): string =>
  ` There is no deployment ${JSON.stringify(word)}; deployments.ts has: ${Object.keys(declaredDeployments()).join(', ')}.`;

function outputNamed(name: string, outputs: Outputs, deploymentName: string, hint: string): unknown {
  const found = outputs[name];
  if (found) return found.value;
  throw new ScriptsError(
    'no-such-output',
    `${deploymentName} has no output ${JSON.stringify(name)}. It has: ${Object.keys(outputs).join(', ') || 'none'} ` +
      `(${path.relative(process.cwd(), outputsFile(deploymentName))}).${hint}`,
  );
}

const lines = (values: Record<string, unknown>): string =>
  Object.entries(values)
    .map(([name, value]) => `${name} = ${textOf(value)}`)
    .join('\n');

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
