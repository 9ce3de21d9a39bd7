import path from 'node:path';
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
import { EXIT, type Invocation, runCommand, wrongUsage } from './support/command';
import { confirm } from './support/confirm';
import { loadDeployment } from './support/deployment';
import { describeStatus } from './support/describe-status';
import { ScriptsError } from './support/errors';
import { MIGRATION_FLAGS, migrationRun, waitOf } from './support/migration-run';
import { requireTable } from './support/require-table';
import { reach } from './support/target';

type MigrateFlag = 'to' | 'steps' | 'phase' | 'force' | 'yes' | keyof typeof MIGRATION_FLAGS;
type MigrateInvocation = Invocation<MigrateFlag>;

/** What works on a table. `create` does not: it only writes a file. */
const ACTIONS: Record<string, (invocation: MigrateInvocation, run: RunOptions) => Promise<void>> = {
  status,
  plan,
  up,
  down,
  repair,
  unlock,
};

void runCommand({
  name: 'migrate',
  summary: 'The migrations by hand. create and repair take a name before the deployment.',
  arguments: ['status|plan|up|down|create|repair|unlock', '[NAME]', '[deployment]'],
  flags: {
    to: {
      type: 'string',
      value: 'NAME',
      description: 'up, plan: as far as NAME; down: reverts all that came after NAME',
    },
    steps: { type: 'string', value: 'N', description: 'down: how many to revert (default 1)' },
    phase: { type: 'string', value: 'PHASE', description: 'up, plan: expand (the default), contract or all' },
    force: { type: 'boolean', description: 'unlock: takes the lock from its holder, whether it lives or not' },
    yes: { type: 'boolean', description: 'repair: answers yes where it would ask' },
    ...MIGRATION_FLAGS,
  },
  run: async (invocation: MigrateInvocation) => {
    const [action = ''] = invocation.arguments;
    const act = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!act && action !== 'create') {
      throw usage(`It takes ${[...Object.keys(ACTIONS), 'create'].join(', ')}, not ${JSON.stringify(action)}.`);
    }
    checkFlags(action, invocation);
    if (!act) return create(invocation);
    const deployment = loadDeployment(deploymentNameOf(invocation));
    const target = await reach(deployment, invocation, 'table');
    await requireTable(target.client, deployment);
    await act(invocation, migrationRun(deployment, target, invocation));
    return EXIT.done;
  },
});

const usage = (reason: string) => wrongUsage({ name: 'migrate' }, reason);

function deploymentNameOf({ arguments: words }: MigrateInvocation): string | undefined {
  if (words[0] === 'repair') return words[2];
  if (words[2] !== undefined) throw usage(`It takes no argument ${JSON.stringify(words[2])}.`);
  return words[1];
}

/** Which actions take each flag; one that is not here is for all. */
const ACTIONS_BY_FLAG = {
  to: ['up', 'plan', 'down'],
  steps: ['down'],
  phase: ['up', 'plan'],
  force: ['unlock'],
  yes: ['repair'],
  wait: ['up', 'down', 'repair'],
  'no-wait': ['up', 'down', 'repair'],
  'allow-out-of-order': ['up', 'plan'],
} as const satisfies Partial<Record<MigrateFlag, readonly string[]>>;

/** Said before anything is started or asked. */
function checkFlags(action: string, invocation: MigrateInvocation): void {
  const { flags, has } = invocation;
  for (const [flag, actions] of Object.entries(ACTIONS_BY_FLAG) as [MigrateFlag, readonly string[]][]) {
    const isGiven = flags[flag] !== undefined || has(flag);
    if (isGiven && !actions.includes(action)) throw usage(`--${flag} is for ${actions.join(', ')}, not for ${action}.`);
  }
  waitOf(invocation);
  const { to, steps, phase } = flags;
  if (to !== undefined && steps !== undefined) throw usage('--to and --steps say two different things: give one.');
  if (steps !== undefined && !/^[1-9]\d*$/.test(steps)) {
    throw usage(`--steps takes a whole number from 1, not ${JSON.stringify(steps)}.`);
  }
  if (phase !== undefined && !PHASES.includes(phase)) {
    throw usage(`--phase takes ${PHASES.join(', ')}, not ${JSON.stringify(phase)}.`);
  }
}

const PHASES: readonly string[] = ['expand', 'contract', 'all'];

async function create({ arguments: [, name], flags, output }: MigrateInvocation) {
  if (name === undefined) throw usage('create takes the name of the new migration, e.g. add-email-index.');
  const file = path.relative('', createMigration(flags.migrations ?? migrationsDirectory(), name));
  output.say(`${output.styles.green('✓')} ${file}`);
  output.result({ file });
  return EXIT.done;
}

async function status({ output }: MigrateInvocation, run: RunOptions): Promise<void> {
  const statuses = await migrationStatus(run);
  for (const line of describeStatus(statuses)) output.say(line);
  output.result(statuses);
}

async function plan({ flags, output }: MigrateInvocation, run: RunOptions): Promise<void> {
  const pending = await pendingMigrations({ ...run, to: flags.to, phase: flags.phase as Selection['phase'] });
  const planned = await output.during('Planning the migrations', () => planMigrations({ ...run, migrations: pending }));
  for (const line of formatPlan(planned)) output.say(line);
  output.result(planned);
}

async function up({ flags, output }: MigrateInvocation, run: RunOptions): Promise<void> {
  const applied = await output.during('Applying migrations', () =>
    migrate({ ...run, to: flags.to, phase: flags.phase as Selection['phase'] }),
  );
  if (applied.length === 0) output.say('No migration is pending.');
  output.result({ applied });
}

async function down({ flags, output }: MigrateInvocation, run: RunOptions): Promise<void> {
  const reverted = await output.during('Reverting migrations', () =>
    revert({ ...run, to: flags.to, steps: flags.steps === undefined ? undefined : Number(flags.steps) }),
  );
  if (reverted.length === 0) output.say('There is nothing to revert.');
  output.result({ reverted });
}

async function repair(invocation: MigrateInvocation, run: RunOptions): Promise<void> {
  const { output } = invocation;
  const [, name] = invocation.arguments;
  if (name === undefined) throw usage('repair takes the name of a migration.');
  const planned = await planRepair(run, name);
  output.say(planned ? `${name}: ${planned.change}` : `${name} is as it was when it was applied: nothing to repair.`);
  const repaired = planned !== undefined && (await confirm('Write this to the ledger?', invocation));
  if (planned && repaired) await applyRepair(run, planned);
  output.result({ name, change: planned?.change, repaired });
}

async function unlock({ has, output }: MigrateInvocation, { client, tableName }: RunOptions): Promise<void> {
  // Without --force nothing is taken, also not from who takes the lock after the look.
  const former = has('force') ? await forceUnlock(client, tableName) : await requireFree(client, tableName);
  output.say(former ? tookFrom(former) : 'Nobody holds the lock.');
  output.result({ unlocked: former !== undefined, former });
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
