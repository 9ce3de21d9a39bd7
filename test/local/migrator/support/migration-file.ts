import { checksumOf } from '../../../../bootstrap/migrator/checksum';
import type { Migration, MigrationFile } from '../../../../bootstrap/migrator/migration';

/** A migration as `loadMigrations` would find it, without a file: its name stands for its source. */
export function migrationFile(
  name: string,
  up: Migration['up'] = async () => {},
  { source = name, ...rest }: Omit<Migration, 'up'> & { source?: string } = {},
): MigrationFile {
  return { name, path: `migrations/${name}.ts`, checksum: () => checksumOf(source), load: () => ({ up, ...rest }) };
}
