import { migrate } from '../bootstrap/migrator/migrate';
import { type RevertOptions, revert } from '../bootstrap/migrator/revert';
import type { RunOptions } from '../bootstrap/migrator/run-options';
import { type MigrationStatus, migrationStatus } from '../bootstrap/migrator/status';
import { EXIT, type Invocation, runCommand, wrongUsage } from './support/command';
import { loadDeployment } from './support/deployment';
import { MIGRATIONS_FLAG, migrationsOf, sayEvent } from './support/lay-table';
import { requireTable } from './support/require-table';
import { reach } from './support/target';

const ACTIONS = { status, up, down };

type MigrateInvocation = Invocation<'to' | 'steps' | 'migrations'>;

void runCommand({
  name: 'migrate',
  summary: 'The migrations by hand: what their state is, applying those that are pending, reverting the newest.',
  arguments: ['status|up|down', '[deployment]'],
  flags: {
    to: {
      type: 'string',
      value: 'NAME',
      description: 'up: applies up to NAME; down: reverts all that came after NAME',
    },
    steps: { type: 'string', value: 'N', description: 'down: how many to revert (default 1)' },
    migrations: MIGRATIONS_FLAG,
  },
  run: async (invocation) => {
    const [action = '', deploymentName] = invocation.arguments;
    if (!isAction(action)) {
      throw wrongUsage(
        { name: 'migrate' },
        `It takes ${Object.keys(ACTIONS).join(', ')}, not ${JSON.stringify(action)}.`,
      );
    }
    const steps = stepsOf(invocation.flags);
    const deployment = loadDeployment(deploymentName);
    const migrations = migrationsOf(invocation);
    const { client } = await reach(deployment, invocation, 'table');
    const tableName = deployment.table.name;
    await requireTable(client, deployment);
    const onEvent = sayEvent(invocation.output);
    await ACTIONS[action](invocation, { client, tableName, migrations, steps, signal: invocation.signal, onEvent });
    return EXIT.done;
  },
});

const isAction = (word: string): word is keyof typeof ACTIONS => Object.hasOwn(ACTIONS, word);

async function status({ output }: MigrateInvocation, options: RunOptions): Promise<void> {
  const statuses = await migrationStatus(options);
  const width = Math.max(0, ...statuses.map(({ name }) => name.length));
  for (const migration of statuses) output.say(describe(migration, width));
  if (statuses.length === 0) output.say('There are no migrations.');
  output.result(statuses);
}

async function up({ flags, output }: MigrateInvocation, options: RunOptions): Promise<void> {
  const applied = await output.during('Applying migrations', () => migrate({ ...options, to: flags.to }));
  if (applied.length === 0) output.say('No migration is pending.');
  output.result({ applied });
}

async function down({ flags, output }: MigrateInvocation, options: RevertOptions): Promise<void> {
  const reverted = await output.during('Reverting migrations', () => revert({ ...options, to: flags.to }));
  if (reverted.length === 0) output.say('No migration is applied.');
  output.result({ reverted });
}

function stepsOf({ steps, to }: MigrateInvocation['flags']): number | undefined {
  if (steps === undefined) return undefined;
  if (to !== undefined) throw wrongUsage({ name: 'migrate' }, '--to and --steps say two different things: give one.');
  if (/^[1-9]\d*$/.test(steps)) return Number(steps);
  throw wrongUsage({ name: 'migrate' }, `--steps takes a whole number from 1, not ${JSON.stringify(steps)}.`);
}

function describe({ name, state, phase, by, finishedAt, durationMilliseconds, error }: MigrationStatus, width: number) {
  const took = durationMilliseconds === undefined ? '' : `in ${(durationMilliseconds / 1000).toFixed(1)} s`;
  const details = [finishedAt, took, by && `by ${by}`, error].filter(Boolean).join(', ');
  return `${name.padEnd(width)}  ${state.padEnd(8)}  ${phase.padEnd(8)}  ${details}`.trimEnd();
}
