import { type BootstrapOptions, type BootstrapResult, bootstrap, checkBootstrap } from '../../bootstrap/bootstrap';
import type { StateBucketResult } from '../../bootstrap/state-bucket/state-bucket';
import type { NamedDeployment } from './deployment';
import { type MigrationInvocation, migrationRun } from './migration-run';
import type { Output } from './output';
import { checkBucketOf, ensureBucketOf } from './state-bucket';
import type { Target } from './target';

export interface LaidTable extends BootstrapResult {
  /** Absent where the state is kept on this machine. */
  bucket?: StateBucketResult;
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
  const bucket = await ensureBucketOf(deployment, target, output);
  sayBucket(deployment, bucket, output);
  const { name } = deployment.table;
  const result = await output.during(`Laying table ${name}`, () =>
    bootstrap({ ...bootstrapOptions(deployment, target, invocation), ...options }),
  );
  if (!bucket?.created && !result.tableCreated && result.settings.length + result.applied.length === 0) {
    say(`${styles.green('✓')} Table ${name} is as declared, no migration is pending`);
  }
  return { bucket, ...result };
}

/** What `layTable` would do, as lines for a person; nothing is changed. */
export async function checkTable(
  deployment: NamedDeployment,
  target: Target,
  invocation: MigrationInvocation,
  options: { migrate?: boolean } = {},
): Promise<string[]> {
  const bucket = await checkBucketOf(deployment, target);
  const changes = await checkBootstrap({ ...bootstrapOptions(deployment, target, invocation), ...options });
  return [...bucketChanges(deployment, bucket), ...changes];
}

function sayBucket(deployment: NamedDeployment, bucket: StateBucketResult | undefined, output: Output): void {
  const { say, warn, styles } = output;
  if (bucket?.created) say(`${styles.green('✓')} Created state bucket ${nameOf(deployment)}`);
  for (const change of bucket?.changes ?? []) say(`${styles.green('✓')} State bucket: ${change}`);
  for (const difference of bucket?.differences ?? []) {
    warn(`${styles.yellow('Warning:')} State bucket ${nameOf(deployment)} differs, and stays as it is: ${difference}`);
  }
}

function bucketChanges(deployment: NamedDeployment, bucket: StateBucketResult | undefined): string[] {
  const changes = (bucket?.changes ?? []).map((change) => `state bucket: ${change}`);
  return bucket?.created ? [`create state bucket ${nameOf(deployment)}`] : changes;
}

const nameOf = ({ state }: NamedDeployment): string => (state.kind === 's3' ? state.bucket : '');

function bootstrapOptions(
  deployment: NamedDeployment,
  target: Target,
  invocation: MigrationInvocation,
): BootstrapOptions {
  return { ...migrationRun(deployment, target, invocation), table: deployment.table };
}
