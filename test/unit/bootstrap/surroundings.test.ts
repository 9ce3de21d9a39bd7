import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import { migrationsDirectory, newestExpandMigration, surroundings } from '../../../bootstrap/surroundings';

beforeEach(() => {
  for (const name of ['DEPLOYMENT', 'TABLE_NAME', 'MIGRATIONS_DIR']) delete process.env[name];
});

test('the table is that of local, unless the environment names another deployment', () => {
  expect(surroundings.getTableName()).toBe('groundwork-local');
  process.env.DEPLOYMENT = 'staging';
  expect(surroundings.getTableName()).toBe('groundwork-staging');
});

test('TABLE_NAME points local, and nothing else, at another table', () => {
  process.env.TABLE_NAME = 'elsewhere';

  expect(surroundings.getTableName()).toBe('elsewhere');
  process.env.DEPLOYMENT = 'staging';
  expect(surroundings.getTableName()).toBe('groundwork-staging');
});

test('a deployment that does not exist is named, with those that do', () => {
  process.env.DEPLOYMENT = 'moon';

  expect(surroundings.clientConfiguration).toThrow(
    expect.objectContaining({
      code: 'unknown-deployment',
      message: 'DEPLOYMENT is "moon"; deployments.ts has: local, staging, production.',
    }),
  );
});

test('the folder of migrations is that of the repository, unless MIGRATIONS_DIR names another', () => {
  expect(migrationsDirectory()).toMatch(/[\\/]migrations$/);
  process.env.MIGRATIONS_DIR = 'others';
  expect(migrationsDirectory()).toBe('others');
});

describe('what code may rely on', () => {
  const migration = (name: string, phase?: 'expand' | 'contract'): MigrationFile => ({
    name,
    path: `${name}.ts`,
    checksum: () => name,
    load: () => ({ phase, up: async () => undefined }),
  });

  test('is the newest migration that runs before it', () => {
    expect(newestExpandMigration([migration('1'), migration('2', 'expand'), migration('3', 'contract')])).toBe('2');
  });

  test('is nothing where none does', () => {
    expect(newestExpandMigration([migration('1', 'contract')])).toBeUndefined();
  });
});
