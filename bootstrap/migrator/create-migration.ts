import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BootstrapError } from '../errors';

/**
 * Writes a new migration file, named after the time it is made at; or, where another is newer than that, by a clock that
 * was wrong, after the second that follows it: it is the last one.
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
  mkdirSync(directory, { recursive: true });
  const time = new Date(Math.max(now.getTime(), ...timesIn(directory).map((other) => other + 1_000)));
  const timestamp = time.toISOString().replace(/\D/g, '').slice(0, 14);
  const file = path.join(directory, `${timestamp}-${name}.ts`);
  writeFileSync(file, template(directory), { flag: 'wx' });
  return file;
}

/** When the migrations of a folder were made, by their names; one that names no time is left out. */
function timesIn(directory: string): number[] {
  return readdirSync(directory)
    .map((name) => /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)-/.exec(name) ?? [])
    .map(([, year, month, day, ...time]) => Date.parse(`${year}-${month}-${day}T${time.join(':')}Z`))
    .filter((time) => !Number.isNaN(time));
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
