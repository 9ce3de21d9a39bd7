import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BootstrapError } from '../errors';
import { checksumOf } from './checksum';
import type { Migration, MigrationFile } from './migration';

/** `20260131120000-add-email-index.ts`: fourteen digits, so that names sort by time. */
const FILE_NAME = /^\d{14}-[a-z0-9]+(-[a-z0-9]+)*\.ts$/;

/**
 * The migrations in a folder, in the order of their names, which is that of their time.
 *
 * @throws {BootstrapError} `no-migrations-directory`, or `migration-name`; and, from `load`, `migration-invalid`
 */
export function loadMigrations(directory: string): MigrationFile[] {
  return fileNames(directory).map((fileName) => {
    if (!FILE_NAME.test(fileName)) {
      throw new BootstrapError(
        'migration-name',
        `${path.join(directory, fileName)} is not named as a migration is: <UTC timestamp>-<name>.ts, ` +
          'for example 20260131120000-add-email-index.ts. Rename it, or move what is no migration out of the folder.',
      );
    }
    return migrationFile(path.resolve(directory, fileName));
  });
}

/** The checksum is that of the source which was loaded, also where the file is edited while the migration runs. */
function migrationFile(file: string): MigrationFile {
  let loaded: string | undefined;
  const checksum = () => loaded ?? checksumOf(readFileSync(file, 'utf8'));
  return {
    name: nameOf(file),
    path: file,
    checksum,
    load: () => {
      const before = checksum();
      const migration = loadMigration(file);
      loaded = before;
      return migration;
    },
  };
}

const nameOf = (file: string): string => path.basename(file, '.ts');

/**
 * In the order of the names without their ending, as everything else compares them. A module of another ending is among
 * them, to be refused by its name: whoever wrote it takes it for a migration.
 */
function fileNames(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => /\.[cm]?[jt]s$/.test(name) && !/\.d\.[cm]?ts$/.test(name))
      .sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
  } catch (cause) {
    throw new BootstrapError(
      'no-migrations-directory',
      `The folder of migrations ${path.resolve(directory)} cannot be read. Name another with --migrations or MIGRATIONS_DIR.`,
      { cause },
    );
  }
}

function loadMigration(file: string): Migration {
  let exported: { default?: Partial<Migration> };
  try {
    exported = require(file);
  } catch (cause) {
    throw new BootstrapError('migration-invalid', `Migration ${file} cannot be loaded: ${String(cause)}`, { cause });
  }
  const { up, down, phase } = exported.default ?? {};
  if (typeof up !== 'function') throw invalid(file, 'its default export has no function `up`');
  if (down !== undefined && typeof down !== 'function') throw invalid(file, '`down` is not a function');
  if (phase !== undefined && phase !== 'expand' && phase !== 'contract') {
    throw invalid(file, `its phase is ${JSON.stringify(phase)}, and can be 'expand' or 'contract'`);
  }
  return { up, down, phase };
}

function invalid(file: string, reason: string): BootstrapError {
  return new BootstrapError(
    'migration-invalid',
    `Migration ${file} is none: ${reason}. It exports \`export default { up, down } satisfies Migration\`.`,
  );
}
