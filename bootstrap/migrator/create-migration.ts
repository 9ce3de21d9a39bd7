import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BootstrapError } from '../errors';

/**
 * Writes a new migration file, named after the time it is made at.
 *
 * @returns its path
 * @throws {BootstrapError} `migration-name`
 */
export function createMigration(directory: string, name: string, now = new Date()): string {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    throw new BootstrapError(
      'migration-name',
      `${JSON.stringify(name)} can't be a migration's name: it takes words of a-z and 0-9 with hyphens between them, e.g. ` +
        'add-email-index.',
    );
  }
  const timestamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const file = path.join(directory, `${timestamp}-${name}.ts`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, template(directory), { flag: 'wx' });
  return file;
}

function template(directory: string): string {
  const types = path.relative(path.resolve(directory), path.join(__dirname, 'migration')).split(path.sep).join('/');
  return `import type { Migration } from '${types.startsWith('.') ? types : `./${types}`}';

export default {
  phase: 'expand',
  up: async ({ context: { client, tableName } }) => {},
  down: async ({ context: { client, tableName } }) => {},
} satisfies Migration;
`;
}
