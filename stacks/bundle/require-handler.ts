import type { Metafile } from 'esbuild';
import { StacksError } from '../errors';

/**
 * Refuses a bundle without the export `handler`, which Lambda calls: deployed, it would answer every call with an error. What
 * a CommonJS entry file sets in `exports` is no export of the module that it is bundled into.
 *
 * @throws {StacksError} `no-handler`
 */
export function requireHandler({ name, entry }: { name: string; entry: string }, { outputs }: Metafile): void {
  const exported = Object.values(outputs).flatMap(({ exports }) => exports);
  if (exported.includes('handler')) return;
  throw new StacksError(
    'no-handler',
    `The function ${name} has no handler: ${entry} has to export one, as \`export const handler = …\`. ` +
      `It exports: ${exported.join(', ') || 'nothing'}.`,
  );
}
