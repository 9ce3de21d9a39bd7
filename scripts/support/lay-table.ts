import { type BootstrapOptions, type BootstrapResult, bootstrap, checkBootstrap } from '../../bootstrap/bootstrap';
import type { NamedDeployment } from './deployment';
import { type MigrationInvocation, migrationRun } from './migration-run';
import { ensureBucketOf, missingBucketOf } from './state-bucket';
import type { Target } from './target';

export interface LaidTable extends BootstrapResult {
  bucketCreated: boolean;
}

/** The state bucket and the table exist, and the pending expand migrations are applied; says what it did. */
export async function layTable(
  deployment: NamedDeployment,
  target: Target,
  invocation: MigrationInvocation,
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
  if (!bucket && !result.tableCreated && result.settings.length + result.applied.length === 0) {
    say(`${styles.green('✓')} Table ${name} is as declared, no migration is pending`);
  }
  return { bucketCreated: bucket !== undefined, ...result };
}

/** What `layTable` would do, as lines for a person; nothing is changed. */
export async function checkTable(
  deployment: NamedDeployment,
  target: Target,
  invocation: MigrationInvocation,
  options: { migrate?: boolean } = {},
): Promise<string[]> {
  const bucket = await missingBucketOf(deployment);
  const changes = await checkBootstrap({ ...bootstrapOptions(deployment, target, invocation), ...options });
  return bucket ? [`create state bucket ${bucket}`, ...changes] : changes;
}

function bootstrapOptions(
  deployment: NamedDeployment,
  target: Target,
  invocation: MigrationInvocation,
): BootstrapOptions {
  return { ...migrationRun(deployment, target, invocation), table: deployment.table };
}
