import { type BootstrapOptions, type BootstrapResult, bootstrap, checkBootstrap } from '../../bootstrap/bootstrap';
import { loadMigrations } from '../../bootstrap/migrator/load-migrations';
import type { MigrationFile } from '../../bootstrap/migrator/migration';
import type { MigrationEvent } from '../../bootstrap/migrator/run-options';
import { migrationsDirectory } from '../../bootstrap/surroundings';
import type { Flag, Invocation } from './command';
import type { NamedDeployment } from './deployment';
import type { Output } from './output';
import { ensureBucketOf, missingBucketOf } from './state-bucket';
import type { Target } from './target';

export const MIGRATIONS_FLAG: Flag = {
  type: 'string',
  value: 'DIR',
  description: 'the folder of migrations (default: MIGRATIONS_DIR, else migrations/)',
};

type LayInvocation = Pick<Invocation<'migrations'>, 'flags' | 'output' | 'signal'>;

export interface LaidTable extends BootstrapResult {
  bucketCreated: boolean;
}

/** The state bucket and the table exist, and the pending expand migrations are applied; says what it did. */
export async function layTable(
  deployment: NamedDeployment,
  target: Target,
  invocation: LayInvocation,
  options: { migrate?: boolean } = {},
): Promise<LaidTable> {
  const { output } = invocation;
  const { say, styles } = output;
  const bucket = await output.during('Looking at the state bucket', () => ensureBucketOf(deployment));
  if (bucket) say(`${styles.green('✓')} Created state bucket ${bucket}`);
  const { name } = deployment.table;
  const result = await output.during(`Laying table ${name}`, () =>
    bootstrap({ ...bootstrapOptions(deployment, target, invocation), ...options }),
  );
  if (!bucket && !result.tableCreated && result.applied.length === 0) {
    say(`${styles.green('✓')} Table ${name} is as declared, no migration is pending`);
  }
  return { bucketCreated: bucket !== undefined, ...result };
}

/** What `layTable` would do, as lines for a person; nothing is changed. */
export async function checkTable(
  deployment: NamedDeployment,
  target: Target,
  invocation: LayInvocation,
  options: { migrate?: boolean } = {},
): Promise<string[]> {
  const bucket = await missingBucketOf(deployment);
  const changes = await checkBootstrap({ ...bootstrapOptions(deployment, target, invocation), ...options });
  return bucket ? [`create state bucket ${bucket}`, ...changes] : changes;
}

/** The migrations of the folder that the flag, the environment or else the repository names. */
export const migrationsOf = ({ flags }: Pick<LayInvocation, 'flags'>): MigrationFile[] =>
  loadMigrations(flags.migrations ?? migrationsDirectory());

/** Says of the table and of each migration what was done, and how long it took. */
export function sayEvent({ say, styles }: Output): (event: MigrationEvent) => void {
  const words = { 'table-created': 'Created table', applied: 'Applied', reverted: 'Reverted', failed: 'Failed' };
  return ({ type, name, durationMilliseconds = 0 }) => {
    if (!(type in words)) return;
    const mark = type === 'failed' ? styles.red('✗') : styles.green('✓');
    const took = styles.dim(`(${(durationMilliseconds / 1000).toFixed(1)} s)`);
    say(`${mark} ${words[type as keyof typeof words]} ${name} ${took}`);
  };
}

function bootstrapOptions(
  deployment: NamedDeployment,
  { client }: Target,
  invocation: LayInvocation,
): BootstrapOptions {
  return {
    client,
    table: deployment.table,
    protect: deployment.deploymentName !== 'local',
    migrations: migrationsOf(invocation),
    signal: invocation.signal,
    onEvent: sayEvent(invocation.output),
  };
}
