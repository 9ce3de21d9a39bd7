import type { DynamoDBClient, TableDescription } from '@aws-sdk/client-dynamodb';
import type { TableDeclaration, TableSettings } from '../table/deployment';
import { ensureTable, requireKeySchema } from './create-table';
import { BootstrapError } from './errors';
import { migrate } from './migrator/migrate';
import type { RunOptions } from './migrator/run-options';
import { pendingMigrations, phaseOf } from './migrator/select';
import type { SettingChange, SettleOptions } from './settings/setting';
import { checkSettings, settleSettings } from './settings/settle-settings';
import { findTable } from './wait-for-table';

export interface BootstrapOptions extends Omit<RunOptions, 'tableName'> {
  client: DynamoDBClient;
  table: TableDeclaration;
  /** False: the table alone. */
  migrate?: boolean;
}

export interface BootstrapResult {
  tableCreated: boolean;
  settings: SettingChange[];
  /** Names of the migrations that were applied. */
  applied: string[];
}

/**
 * The table exists, has its declared settings, and the pending expand migrations are applied. With nothing to do it costs
 * two requests, and one for each of point-in-time recovery (outside `local` always), time to live and tags that is
 * declared; one more where the encryption is `aws-managed`, and one where the table has tags that are not declared.
 *
 * @throws {BootstrapError} as `ensureTable`, `settleSettings` and `migrate`
 */
export async function bootstrap(options: BootstrapOptions): Promise<BootstrapResult> {
  const { client, table, signal, onEvent = () => {} } = options;
  const start = performance.now();
  const settings = settingsOf(options);
  const { description, created } = await ensureTable(client, { name: table.name, settings }, signal);
  if (created) onEvent({ type: 'table-created', name: table.name, durationMilliseconds: performance.now() - start });
  const run = { ...options, tableName: table.name };
  // Before a setting is changed: of a table that this code must not migrate, it is to leave the settings alone too.
  const isBehind = options.migrate !== false && (created || (await pendingMigrations(run)).length > 0);
  const settled = await settle(options, description, settings);
  const applied = isBehind ? await migrate(run) : [];
  return { tableCreated: created, settings: settled, applied };
}

/** What `bootstrap` would do, as lines for a person; nothing is changed. */
export async function checkBootstrap(options: BootstrapOptions): Promise<string[]> {
  const { client, table, migrations } = options;
  const description = await findTable(client, table.name);
  if (description) requireKeySchema(description);
  const changes = description
    ? (await checkTableSettings(options, description)).map(describeChange)
    : [`create table ${table.name}`];
  if (options.migrate === false) return changes;
  const pending = description
    ? await pendingMigrations({ ...options, tableName: table.name })
    : migrations.filter((file) => phaseOf(file) === 'expand');
  return [...changes, ...pending.map(({ name }) => `apply migration ${name}`)];
}

/** The settings of a table that `bootstrap` would change; nothing is changed. */
export function checkTableSettings(
  options: Omit<BootstrapOptions, 'migrations' | 'migrate'> & Pick<SettleOptions, 'onSkip'>,
  description: TableDescription,
): Promise<SettingChange[]> {
  return checkSettings({ ...settleOptions(options, description, settingsOf(options)), onSkip: options.onSkip });
}

export const describeChange = ({ setting, from, to }: SettingChange): string => `${setting}: ${from} → ${to}`;

/** Outside `local`, what guards the data is on unless it is switched off by name. */
function settingsOf({ table, isLocal = false }: Pick<BootstrapOptions, 'table' | 'isLocal'>): TableSettings {
  const { name: _, ...settings } = table;
  return isLocal ? settings : { deletionProtection: true, pointInTimeRecovery: true, ...settings };
}

async function settle(
  options: BootstrapOptions,
  description: TableDescription,
  settings: TableSettings,
): Promise<SettingChange[]> {
  const changes: SettingChange[] = [];
  const { onEvent = () => {} } = options;
  try {
    await settleSettings({
      ...settleOptions(options, description, settings),
      onChange: (change) => {
        changes.push(change);
        onEvent({ type: 'setting', change });
      },
      onSkip: (setting, reason) => onEvent({ type: 'skipped', setting, reason }),
    });
  } catch (error) {
    // All else is settled by then, and migrations need not wait an hour for it.
    if (!(error instanceof BootstrapError && error.code === 'time-to-live-too-soon')) throw error;
    onEvent({ type: 'warning', message: error.message });
  }
  return changes;
}

function settleOptions(
  { client, isLocal = false, signal }: Pick<BootstrapOptions, 'client' | 'isLocal' | 'signal'>,
  table: TableDescription,
  settings: TableSettings,
) {
  return { client, table, settings, skipUnsupported: isLocal, signal };
}
