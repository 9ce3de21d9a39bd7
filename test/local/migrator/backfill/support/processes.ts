import { type Child, startChild } from '../../../../support/child';
import type { MigrateChildOptions } from '../../../../support/migrate-child';
import type { ProxiedTable } from '../../support/surroundings';

/** A process that applies the migrations of a module of this folder through the table's proxy. */
export function startBackfill(
  { name: tableName, proxy }: Pick<ProxiedTable, 'name'> & { proxy: { endpoint: string } },
  migrationsName: string,
  { leaseMilliseconds = 10_000 }: { leaseMilliseconds?: number } = {},
): Child {
  const options: MigrateChildOptions = {
    endpoint: proxy.endpoint,
    tableName,
    migrationsModule: `test/local/migrator/backfill/support/${migrationsName}`,
    leaseMilliseconds,
    waitMilliseconds: 30_000,
  };
  return startChild('test/support/migrate-child.ts', [JSON.stringify(options)]);
}
