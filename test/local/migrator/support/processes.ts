import { type Child, startChild } from '../../../support/child';
import type { MigrateChildOptions } from '../../../support/migrate-child';
import type { ProxiedTable } from './surroundings';

/** Milliseconds. Short enough to wait for, long enough for a machine that is busy. */
export const LEASE = 1_500;

interface ProcessOptions {
  /** Milliseconds by which its wall clock is wrong. */
  clockShift?: number;
  leaseMilliseconds?: number;
}

/** A process that applies the migrations of a module of `migrations/` through the table's proxy. */
export function startMigrate(
  { name: tableName, proxy }: Pick<ProxiedTable, 'name' | 'proxy'>,
  migrationsName: string,
  { clockShift = 0, leaseMilliseconds = LEASE }: ProcessOptions = {},
): Child {
  const options: MigrateChildOptions = {
    endpoint: proxy.endpoint,
    tableName,
    migrationsModule: `test/local/migrator/migrations/${migrationsName}`,
    leaseMilliseconds,
    waitMilliseconds: 30_000,
  };
  return startChild('test/support/migrate-child.ts', [JSON.stringify(options)], {
    preload: 'test/support/shifted-clock.ts',
    environment: { CLOCK_SHIFT_MILLISECONDS: String(clockShift) },
  });
}

/** The same, once it holds the lock and a migration's body has begun. */
export async function startHolder(
  table: Pick<ProxiedTable, 'name' | 'proxy'>,
  migrationsName = 'endless',
  options?: ProcessOptions,
): Promise<Child> {
  const holder = startMigrate(table, migrationsName, options);
  await holder.says(({ type }) => type === 'applying');
  return holder;
}

/** A command of `scripts/`, as `yarn` runs it, with the table as that of the deployment `local`. */
export function startCommand(
  { name, proxy }: Pick<ProxiedTable, 'name' | 'proxy'>,
  command: 'bootstrap' | 'migrate',
  ...words: string[]
): Child {
  return startChild(`scripts/${command}.ts`, words, {
    environment: { TABLE_NAME: name, AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint, NO_COLOR: '1' },
  });
}
