import type { Outputs } from '../../stacks/terraform/outputs';
import type { Output } from './output';

/** The outputs as a person reads them: a sensitive one by its name alone. */
export function showOutputs(outputs: Outputs, { say, styles }: Pick<Output, 'say' | 'styles'>): void {
  say();
  for (const [name, output] of Object.entries(outputs)) say(`${styles.bold(name)} = ${describe(output)}`);
  const { api_url: url } = valuesOf(outputs);
  if (typeof url !== 'string') return;
  say('\nTry it:');
  say(`  ${styles.cyan(`curl ${url}/companies/Groundwork`)}`);
}

/** The bare values, for `--json`: what a machine asks for it gets, sensitive or not. */
export const valuesOf = (outputs: Outputs): Record<string, unknown> =>
  Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));

function describe({ value, sensitive }: Outputs[string]): string {
  if (sensitive) return '(sensitive)';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
