import { createMigration } from '../bootstrap/migrator/create-migration';
import { forceUnlock } from '../bootstrap/migrator/lock/force-unlock';
import { type LockItem, readLock } from '../bootstrap/migrator/lock/lock-item';
import { migrate } from '../bootstrap/migrator/migrate';
import { formatPlan } from '../bootstrap/migrator/plan/format-plan';
import { planMigrations } from '../bootstrap/migrator/plan/plan-migrations';
import { applyRepair, planRepair } from '../bootstrap/migrator/repair';
import { revert } from '../bootstrap/migrator/revert';
import type { RunOptions } from '../bootstrap/migrator/run-options';
import { pendingMigrations, type Selection } from '../bootstrap/migrator/select';
import { migrationStatus } from '../bootstrap/migrator/status';
import { migrationsDirectory } from '../bootstrap/surroundings';
import { failures, limit, pause, retry } from './support/backfill-actions';
import { EXIT, type ExitStatus, runCommand } from './support/command';
import { confirm } from './support/confirm';
import { loadDeployment } from './support/deployment';
import { describeStatus } from './support/describe-status';
import { ScriptsError } from './support/errors';
import { pathForPerson } from './support/given-path';
import {
  MIGRATE_ACTIONS,
  MIGRATE_FLAGS,
  MIGRATE_SUMMARY,
  type MigrateAction,
  type MigrateInvocation,
  readUsage,
} from './support/migrate-usage';
import { migrationRun } from './support/migration-run';
import { requireTable } from './support/require-table';
import { reach } from './support/target';
import { warnOfFailures } from './support/warn-of-failures';

/** What works on a table: all but `create`, which only writes a file. */
const ACTIONS: Record<
  Exclude<MigrateAction, 'create'>,
  (invocation: MigrateInvocation, run: RunOptions, name: string) => Promise<ExitStatus>
> = { status, plan, up, down, repair, unlock, limit, pause, failures, retry };

void runCommand({
  name: 'migrate',
  summary: MIGRATE_SUMMARY,
  arguments: [MIGRATE_ACTIONS.join('|'), '[NAME]', '[deployment]'],
  flags: MIGRATE_FLAGS,
  run: async (invocation) => {
    const { action, name, deployment: deploymentName } = readUsage(invocation);
    if (action === 'create') return create(invocation, name);
    const deployment = loadDeployment(deploymentName);
    const target = await reach(deployment, invocation, 'table');
    await requireTable(target.client, deployment);
    return ACTIONS[action](invocation, migrationRun(deployment, target, invocation), name);
  },
});

async function create({ flags, output }: MigrateInvocation, name: string): Promise<ExitStatus> {
  const file = pathForPerson(createMigration(flags.migrations ?? migrationsDirectory(), name));
  output.say(`${output.styles.green('✓')} ${file}`);
  output.result({ file });
  return EXIT.done;
}

async function status({ output }: MigrateInvocation, run: RunOptions): Promise<ExitStatus> {
  const statuses = await migrationStatus(run);
  for (const line of describeStatus(statuses, run.deployment)) output.say(line);
  output.result(statuses);
  return EXIT.done;
}

async function plan({ flags, output }: MigrateInvocation, run: RunOptions): Promise<ExitStatus> {
  const pending = await pendingMigrations({ ...run, to: flags.to, phase: flags.phase as Selection['phase'] });
  const planned = await output.during('Planning the migrations', () => planMigrations({ ...run, migrations: pending }));
  for (const line of formatPlan(planned)) output.say(line);
  output.result(planned);
  return warnOfFailures(planned, output) ? EXIT.failed : EXIT.done;
}

async function up({ flags, output }: MigrateInvocation, run: RunOptions): Promise<ExitStatus> {
  const applied = await output.during('Applying migrations', () =>
    migrate({ ...run, to: flags.to, phase: flags.phase as Selection['phase'] }),
  );
  if (applied.length === 0) output.say('No migration is pending.');
  output.result({ applied });
  return EXIT.done;
}

async function down({ flags, output }: MigrateInvocation, run: RunOptions): Promise<ExitStatus> {
  const reverted = await output.during('Reverting migrations', () =>
    revert({ ...run, to: flags.to, steps: flags.steps === undefined ? undefined : Number(flags.steps) }),
  );
  if (reverted.length === 0) output.say('There is nothing to revert.');
  output.result({ reverted });
  return EXIT.done;
}

async function repair(invocation: MigrateInvocation, run: RunOptions, name: string): Promise<ExitStatus> {
  const { output } = invocation;
  const planned = await planRepair(run, name);
  output.say(planned ? `${name}: ${planned.change}` : `${name} is as the ledger has it: nothing to repair.`);
  const repaired = planned !== undefined && (await confirm('Write this to the ledger?', invocation));
  if (planned && repaired) await applyRepair(run, planned);
  output.result({ name, change: planned?.change, repaired });
  return EXIT.done;
}

async function unlock({ has, output }: MigrateInvocation, { client, tableName }: RunOptions): Promise<ExitStatus> {
  // Without --force nothing is taken, also not from who takes the lock after the look.
  const former = has('force') ? await forceUnlock(client, tableName) : await requireFree(client, tableName);
  output.say(former ? tookFrom(former) : 'Nobody holds the lock.');
  output.result({ unlocked: former !== undefined, former });
  return EXIT.done;
}

async function requireFree(client: RunOptions['client'], tableName: string): Promise<undefined> {
  const lock = await readLock(client, tableName);
  if (lock?.state !== 'held') return undefined;
  const { owner, since } = lock;
  throw new ScriptsError(
    'locked',
    `${owner} holds the lock since ${since}. --force takes it, whether it lives or not.`,
  );
}

const tookFrom = ({ owner, since, lease }: LockItem): string =>
  `Took the lock from ${owner}, who held it since ${since}. It can record nothing more; if it still lives, it stops at its ` +
  `next sign of life, within ${Math.ceil(lease / 3000)} s: wait that long before the next run.`;
