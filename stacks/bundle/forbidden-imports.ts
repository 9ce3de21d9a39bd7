import type { Metafile } from 'esbuild';
import { StacksError } from '../errors';

/**
 * Refuses a bundle that contains what prepares a table or deploys a function. A function has neither the rights nor the
 * time for it, and each start would pay for loading it.
 *
 * @throws {StacksError} `forbidden-import`, with the chain of imports from the entry file
 */
export function refuseForbiddenImports(
  { name, entry }: { name: string; entry: string },
  files: readonly string[],
  { inputs }: Metafile,
): void {
  const forbidden = files.find((file) => FORBIDDEN.some((pattern) => pattern.test(file)));
  if (!forbidden) return;
  const chain = chainTo(forbidden, entry, inputs);
  throw new StacksError(
    'forbidden-import',
    `The function ${name} would contain ${forbidden}, which must not be in a Lambda bundle. Remove one of these imports:\n` +
      chain.join('\n  imports '),
  );
}

const FORBIDDEN = [
  /(?:^|\/)node_modules\/(?:umzug|zx|zod|cdktf|constructs|esbuild|testcontainers|@cdktf\/[^/]+)\//,
  /^(?:bootstrap|local|migrations|scripts|stacks)\//,
];

/** The shortest way from the entry file to a file, by breadth-first search over the imports. */
function chainTo(target: string, entry: string, inputs: Metafile['inputs']): string[] {
  const start = inputs[entry] ? entry : entry.replace(/^\.\//, '');
  const chains: string[][] = [[start]];
  const seen = new Set([start]);
  for (const chain of chains) {
    const file = chain.at(-1) ?? start;
    if (file === target) return chain;
    for (const { path } of inputs[file]?.imports ?? []) {
      if (seen.has(path)) continue;
      seen.add(path);
      chains.push([...chain, path]);
    }
  }
  return [target];
}
