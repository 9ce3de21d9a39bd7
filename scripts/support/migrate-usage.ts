import type { LimitChanges } from '../../bootstrap/migrator/backfill/control';
import { type Flag, type Invocation, wrongUsage } from './command';
import { MIGRATION_FLAGS, waitOf } from './migration-run';

export const MIGRATE_ACTIONS = [
  'status',
  'plan',
  'up',
  'down',
  'create',
  'repair',
  'unlock',
  'limit',
  'pause',
  'failures',
  'retry',
] as const;

export type MigrateAction = (typeof MIGRATE_ACTIONS)[number];

export const MIGRATE_SUMMARY = [
  'The migrations by hand, and their backfills. create, repair and retry take a NAME ahead of the deployment.',
  '',
  '  status                 what is applied and what is not, and how far unfinished backfills are',
  '  plan                   what the pending migrations would do; changes nothing',
  '  up, down               applies what is pending, goes on with what was interrupted; reverts the newest',
  '  create NAME            writes the file of a new migration',
  '  repair NAME            accepts that a file was edited, of an applied migration or one whose backfill is unfinished;',
  '                         or that it is gone, also where the migration failed or was interrupted',
  '  unlock --force         takes the lock from its holder',
  '  limit                  changes the limits of the backfill that runs, or of an unfinished one for its next run',
  '  pause                  stops the backfill that runs, so that up goes on from there',
  '  failures               lists the items that backfills could not write',
  '  retry NAME             tries those of a migration again, with its file as it is now',
].join('\n');

export const MIGRATE_FLAGS = {
  to: {
    type: 'string',
    value: 'NAME',
    description: 'up, plan: as far as NAME; down: reverts all that came after NAME',
  },
  steps: { type: 'string', value: 'N', description: 'down: how many to revert (default 1)' },
  phase: { type: 'string', value: 'PHASE', description: 'up, plan: expand (the default), contract or all' },
  force: { type: 'boolean', description: 'unlock: takes the lock from its holder, whether it lives or not' },
  yes: { type: 'boolean', description: 'repair: answers yes where it would ask' },
  'write-units': { type: 'string', value: 'N', description: 'limit: write capacity units per second, or none' },
  'read-units': { type: 'string', value: 'N', description: 'limit: read capacity units per second, or none' },
  ...MIGRATION_FLAGS,
  wait: {
    ...MIGRATION_FLAGS.wait,
    description: `${MIGRATION_FLAGS.wait.description}; pause: for the backfill to stop`,
  },
  'no-wait': {
    ...MIGRATION_FLAGS['no-wait'],
    description: `${MIGRATION_FLAGS['no-wait'].description}; pause: only asks`,
  },
} satisfies Record<string, Flag>;

type MigrateFlag = keyof typeof MIGRATE_FLAGS;

export type MigrateInvocation = Invocation<MigrateFlag | 'json'>;

/** Which actions take each flag; one that is not here is for all. */
const ACTIONS_BY_FLAG = {
  to: ['up', 'plan', 'down'],
  steps: ['down'],
  phase: ['up', 'plan'],
  force: ['unlock'],
  yes: ['repair'],
  'write-units': ['limit'],
  'read-units': ['limit'],
  wait: ['up', 'down', 'repair', 'retry', 'pause'],
  'no-wait': ['up', 'down', 'repair', 'retry', 'pause'],
  'allow-out-of-order': ['up', 'plan'],
} as const satisfies Partial<Record<MigrateFlag, readonly MigrateAction[]>>;

/** What follows the action, for those which take more than a deployment. */
const NAMED: Partial<Record<MigrateAction, string>> = {
  create: 'create takes the name of the new migration, e.g. add-email-index.',
  repair: 'repair takes the name of a migration.',
  retry: 'retry takes the name of a migration.',
};

const PHASES: readonly string[] = ['expand', 'contract', 'all'];

/**
 * The action that is asked for, with its name and deployment; all that is wrong with the words and flags is said here, before
 * anything is started, read or asked.
 *
 * @throws {UsageError} `wrong-usage`
 */
export function readUsage(invocation: MigrateInvocation): {
  action: MigrateAction;
  name: string;
  deployment: string | undefined;
} {
  const [word = '', ...words] = invocation.arguments;
  const action = MIGRATE_ACTIONS.find((known) => known === word);
  if (!action) throw usage(`It takes ${MIGRATE_ACTIONS.join(', ')}, not ${JSON.stringify(word)}.`);
  checkFlags(action, invocation);
  const missing = NAMED[action];
  const [name = '', deployment, surplus] = missing === undefined ? ['', ...words] : words;
  if (missing !== undefined && name === '') throw usage(missing);
  if (surplus !== undefined) throw usage(`It takes no argument ${JSON.stringify(surplus)}.`);
  return { action, name, deployment };
}

function checkFlags(action: MigrateAction, invocation: MigrateInvocation): void {
  const { flags, has } = invocation;
  for (const [flag, actions] of Object.entries(ACTIONS_BY_FLAG) as [MigrateFlag, readonly string[]][]) {
    const isGiven = flags[flag] !== undefined || has(flag);
    if (isGiven && !actions.includes(action)) throw usage(`--${flag} is for ${actions.join(', ')}, not for ${action}.`);
  }
  waitOf(invocation);
  if (action === 'limit') readLimits(flags);
  const { to, steps, phase } = flags;
  if (to !== undefined && steps !== undefined) throw usage('--to and --steps say two different things: give one.');
  if (steps !== undefined && !/^[1-9]\d*$/.test(steps)) {
    throw usage(`--steps takes a whole number from 1, not ${JSON.stringify(steps)}.`);
  }
  if (phase !== undefined && !PHASES.includes(phase)) {
    throw usage(`--phase takes ${PHASES.join(', ')}, not ${JSON.stringify(phase)}.`);
  }
}

/**
 * The limits that `--write-units` and `--read-units` name, in units per second; `none` lifts one.
 *
 * @throws {UsageError} `wrong-usage`
 */
export function readLimits(flags: Partial<Record<'write-units' | 'read-units', string>>): LimitChanges {
  const changes: LimitChanges = {
    ...readLimit('writeUnits', 'write-units', flags),
    ...readLimit('readUnits', 'read-units', flags),
  };
  if (Object.keys(changes).length === 0) throw usage('limit takes --write-units, --read-units or both.');
  return changes;
}

function readLimit(
  kind: keyof LimitChanges,
  flag: 'write-units' | 'read-units',
  { [flag]: text }: Partial<Record<'write-units' | 'read-units', string>>,
): LimitChanges {
  if (text === undefined) return {};
  if (text === 'none') return { [kind]: null };
  const units = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && units >= 1 && Number.isFinite(units)) return { [kind]: units };
  throw usage(`--${flag} takes a number of units per second from 1, or none, not ${JSON.stringify(text)}.`);
}

const usage = (reason: string) => wrongUsage({ name: 'migrate' }, reason);
