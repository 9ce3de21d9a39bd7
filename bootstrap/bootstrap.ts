import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TableDeclaration } from '../table/deployment';
import { ensureTable, findTable, requireKeySchema } from './create-table';
import { migrate } from './migrator/migrate';
import type { RunOptions } from './migrator/run-options';
import { pendingMigrations, phaseOf } from './migrator/select';

export interface BootstrapOptions extends Omit<RunOptions, 'tableName'> {
  client: DynamoDBClient;
  table: TableDeclaration;
  /** Default of the table's deletion protection, where the declaration does not say. */
  protect: boolean;
  /** False: the table alone. */
  migrate?: boolean;
}

export interface BootstrapResult {
  tableCreated: boolean;
  /** Names of the migrations that were applied. */
  applied: string[];
}

/** The table exists and the pending expand migrations are applied. With nothing to do it costs two requests. */
export async function bootstrap({
  table,
  protect,
  migrate: withMigrations = true,
  ...options
}: BootstrapOptions): Promise<BootstrapResult> {
  const start = performance.now();
  const { created } = await ensureTable(
    options.client,
    { name: table.name, deletionProtection: table.deletionProtection ?? protect },
    options.signal,
  );
  if (created) {
    options.onEvent?.({ type: 'table-created', name: table.name, durationMilliseconds: performance.now() - start });
  }
  const applied = withMigrations ? await migrate({ ...options, tableName: table.name }) : [];
  return { tableCreated: created, applied };
}

/** What `bootstrap` would do, as lines for a person; nothing is changed. */
export async function checkBootstrap(options: BootstrapOptions): Promise<string[]> {
  const { client, table, migrations, migrate: withMigrations = true } = options;
  const description = await findTable(client, table.name);
  if (description) requireKeySchema(description);
  const changes = description ? [] : [`create table ${table.name}`];
  if (!withMigrations) return changes;
  const pending = description
    ? await pendingMigrations({ ...options, tableName: table.name })
    : migrations.filter((file) => phaseOf(file) === 'expand');
  return [...changes, ...pending.map(({ name }) => `apply migration ${name}`)];
}
