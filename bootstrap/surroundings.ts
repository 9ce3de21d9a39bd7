import path from 'node:path';
import type { Surroundings } from '../table/connect/surroundings';
import { verifyMigrated } from '../table/connect/verify';
import type { Deployment } from '../table/deployment';
import { bootstrap } from './bootstrap';
import { clientConfiguration } from './client-configuration';
import { declaredDeployments } from './declared-deployments';
import { BootstrapError } from './errors';
import { loadMigrations } from './migrator/load-migrations';
import type { MigrationFile } from './migrator/migration';
import { phaseOf } from './migrator/select';

/** Outside a deployed function: `local` is prepared by whoever comes first, any other deployment is only looked at. */
export const surroundings: Surroundings = {
  getTableName: () => {
    const { name, deployment } = current();
    return (name === 'local' && process.env.TABLE_NAME) || deployment.table.name;
  },
  clientConfiguration: () => clientConfiguration(current().name, current().deployment),
  prepare: async (client, tableName) => {
    const { name, deployment } = current();
    const migrations = loadMigrations(migrationsDirectory());
    if (name === 'local') {
      await bootstrap({ client, table: { ...deployment.table, name: tableName }, isLocal: true, migrations });
      return;
    }
    const required = newestExpandMigration(migrations);
    if (required) await verifyMigrated(client, tableName, required);
  },
};

/** The folder of migrations: `MIGRATIONS_DIR`, else `migrations/`. */
export const migrationsDirectory = (): string =>
  process.env.MIGRATIONS_DIR || path.resolve(__dirname, '..', 'migrations');

/** What code that is built now may rely on: migrations are applied in order, so this one stands for all before it. */
export function newestExpandMigration(migrations: readonly MigrationFile[]): string | undefined {
  return migrations.filter((file) => phaseOf(file) === 'expand').at(-1)?.name;
}

function current(): { name: string; deployment: Deployment } {
  const name = process.env.DEPLOYMENT || 'local';
  const deployments = declaredDeployments();
  const deployment = deployments[name];
  if (deployment) return { name, deployment };
  throw new BootstrapError(
    'unknown-deployment',
    `DEPLOYMENT is ${JSON.stringify(name)}; deployments.ts has: ${Object.keys(deployments).join(', ')}.`,
  );
}
