import path from 'node:path';
import { describeChange } from '../../bootstrap/bootstrap';
import { resumeCommand } from '../../bootstrap/migrator/backfill/resume-command';
import { loadMigrations } from '../../bootstrap/migrator/load-migrations';
import type { MigrationFile } from '../../bootstrap/migrator/migration';
import type { MigrationEvent, RunOptions } from '../../bootstrap/migrator/run-options';
import { migrationsDirectory } from '../../bootstrap/surroundings';
import { type Flag, type Invocation, wrongUsage } from './command';
import type { NamedDeployment } from './deployment';
import { followBackfills } from './follow-backfills';
import type { Output } from './output';
import type { Target } from './target';

export const MIGRATIONS_FLAG: Flag = {
  type: 'string',
  value: 'DIR',
  isPath: true,
  description: 'the folder of migrations (default: MIGRATIONS_DIR, from the repository, else migrations/)',
};

/** The flags of every command that runs migrations. */
export const MIGRATION_FLAGS = {
  migrations: MIGRATIONS_FLAG,
  wait: {
    type: 'string',
    value: 'DURATION',
    description: 'how long to wait for whoever migrates the table now, e.g. 90s or 10m (default: 60s)',
  },
  'no-wait': { type: 'boolean', description: 'fails at once where somebody migrates the table now' },
  'allow-out-of-order': {
    type: 'boolean',
    description: 'also applies migrations that are older than the newest applied one',
  },
} satisfies Record<string, Flag>;

export type MigrationInvocation = Pick<Invocation<keyof typeof MIGRATION_FLAGS>, 'flags' | 'has' | 'output' | 'signal'>;

/** What the engine needs to run the migrations of a deployment. */
export function migrationRun(
  { deploymentName, table }: Pick<NamedDeployment, 'deploymentName' | 'table'>,
  { client, identity }: Pick<Target, 'client' | 'identity'>,
  invocation: MigrationInvocation,
): RunOptions {
  const migrations = migrationsOf(invocation);
  const deployment = deploymentName === 'local' ? undefined : deploymentName;
  const say = sayEvent(invocation.output);
  const follow = followBackfills({
    ...invocation,
    resumeCommand: (backfill) => resumeCommand(backfill, { migrations, deployment }),
  });
  return {
    client,
    tableName: table.name,
    migrations,
    isLocal: deploymentName === 'local',
    identity: identity?.arn,
    deployment,
    waitMilliseconds: waitOf(invocation),
    allowOutOfOrder: invocation.has('allow-out-of-order'),
    signal: invocation.signal,
    onEvent: (event) => {
      say(event);
      follow(event);
    },
  };
}

/** The migrations of the folder that the flag, the environment or else the repository names. */
export const migrationsOf = ({ flags }: { flags: { migrations?: string } }): MigrationFile[] =>
  loadMigrations(flags.migrations ?? migrationsDirectory());

/**
 * How long `--wait` and `--no-wait` say to wait for another holder of the lock, in milliseconds.
 *
 * @throws {UsageError} `wrong-usage`
 */
export function waitOf({ flags, has }: Pick<MigrationInvocation, 'flags' | 'has'>): number | undefined {
  if (has('no-wait')) {
    if (flags.wait === undefined) return 0;
    throw wrongUsage(calledCommand(), '--wait and --no-wait say two different things: give one.');
  }
  if (flags.wait === undefined) return undefined;
  const [, amount, unit = 's'] = /^(\d+)(ms|s|m|h)?$/.exec(flags.wait) ?? [];
  const milliseconds = MILLISECONDS[unit];
  if (amount !== undefined && milliseconds !== undefined) return Number(amount) * milliseconds;
  throw wrongUsage(calledCommand(), `--wait takes a duration such as 90s or 10m, not ${JSON.stringify(flags.wait)}.`);
}

/** The command that this process is, whose script has its name: several take the same flags. */
const calledCommand = (): { name: string } => ({ name: path.basename(process.argv[1] ?? '', '.ts') });

const MILLISECONDS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** Says of the table and of each migration what was done, and how long it took; and whom the run waits for. Backfills are followed. */
function sayEvent({ say, warn, styles }: Output): (event: MigrationEvent) => void {
  return (event) => {
    if (event.type === 'waiting') {
      const { owner, since } = event.holder;
      return say(`Waiting for ${owner}, who has migrated this table since ${since}.`);
    }
    if (event.type === 'ahead') return say(describeAhead(event.names));
    if (event.type === 'warning') return warn(`${styles.yellow('Warning:')} ${event.message}`);
    if (event.type === 'setting') return say(`${styles.green('✓')} ${describeChange(event.change)}`);
    if (event.type === 'skipped') return say(styles.dim(`- ${event.setting}: skipped, ${event.reason}`));
    if (event.type === 'backfill') return;
    const word = WORDS[event.type];
    if (!word) return;
    const mark = event.type === 'failed' ? styles.red('✗') : styles.green('✓');
    const took = styles.dim(`(${((event.durationMilliseconds ?? 0) / 1000).toFixed(1)} s)`);
    say(`${mark} ${word} ${event.name} ${took}`);
  };
}

const describeAhead = (names: readonly string[]): string =>
  `This code is older than the table, which has ${names.join(', ')} applied. ` +
  'Expand migrations suit older code: going on with the table as it is.';

const WORDS: Record<string, string> = {
  'table-created': 'Created table',
  applied: 'Applied',
  reverted: 'Reverted',
  failed: 'Failed',
};
