import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { findTable, waitForDeletion } from '../bootstrap/wait-for-table';
import { applyStacks } from './support/apply-stacks';
import { applyWanted } from './support/apply-wanted';
import { withCheckoutLock } from './support/checkout-lock';
import { EXIT, type ExitStatus, type Invocation, runCommand } from './support/command';
import { confirm, declined, typedName } from './support/confirm';
import { loadDeployment, type NamedDeployment } from './support/deployment';
import { ScriptsError } from './support/errors';
import { MIGRATIONS_FLAG } from './support/migration-run';
import { removeOutputs } from './support/outputs-file';
import { changesOf, planStacks } from './support/plan-stacks';
import { withProviderAhead } from './support/provider';
import { saySurroundings } from './support/say-surroundings';
import { sayPlanningAgain } from './support/stale-plan';
import { synthesise } from './support/synthesise';
import { reach, type Target } from './support/target';

type DestroyInvocation = Invocation<'yes' | 'table' | 'migrations' | 'verbose'>;

void runCommand({
  name: 'destroy',
  summary: 'Destroys what Terraform made. The table and its data stay, unless --table repeats the table’s name.',
  arguments: ['[deployment]'],
  flags: {
    yes: { type: 'boolean', description: 'answers yes where it would ask' },
    table: { type: 'string', value: 'NAME', description: 'deletes the table of that name and all its data as well' },
    migrations: MIGRATIONS_FLAG,
  },
  run: (invocation) => withCheckoutLock(invocation, () => destroy(invocation)),
});

async function destroy(invocation: DestroyInvocation): Promise<ExitStatus> {
  const { output } = invocation;
  const deployment = loadDeployment(invocation.arguments[0]);
  requireTableName(invocation, deployment);
  const target = await reach(deployment, invocation);
  const surroundings = await saySurroundings(target, output);
  const fate = await fateOfTable(invocation, deployment, target);
  const destroyed = await withProviderAhead(deployment, target, async (attached) => {
    const stacks = await synthesise(deployment, invocation);
    const replan = async () =>
      planStacks([...stacks].reverse(), deployment, await attached(), invocation, { destroy: true });
    const applied = await applyWanted(await replan(), {
      isWanted: () => confirm(questionFor(deployment, fate), invocation, typedName(deployment)),
      apply: (planned) =>
        applyStacks(planned, invocation, { command: 'destroy', words: wordsToGoOn(deployment, invocation) }),
      replan: (stale) => {
        output.say(sayPlanningAgain(stale));
        return replan();
      },
    });
    if (!applied) return undefined;
    removeOutputs(deployment.deploymentName);
    return changesOf(applied);
  });
  if (!destroyed) return declined('Nothing of this plan was destroyed.', output);
  const tableDeleted = await deleteTable(invocation, target);
  if (!tableDeleted)
    output.say(invocation.flags.table === undefined ? fate : `There is no table ${deployment.table.name}.`);
  output.result({ deployment: deployment.deploymentName, ...surroundings, terraform: destroyed, tableDeleted });
  return EXIT.done;
}

const wordsToGoOn = ({ deploymentName }: NamedDeployment, { flags: { table } }: DestroyInvocation): string[] =>
  table === undefined ? [deploymentName] : [deploymentName, '--table', table];

function requireTableName({ flags }: DestroyInvocation, { table, deploymentName }: NamedDeployment): void {
  if (flags.table === undefined || flags.table === table.name) return;
  throw new ScriptsError(
    'other-table',
    `--table says ${JSON.stringify(flags.table)}, and the table of ${deploymentName} is ${table.name}. Nothing was destroyed.`,
  );
}

/** Looked at before Terraform destroys anything: what is asked for is done as a whole or not at all. */
async function fateOfTable(
  { flags }: DestroyInvocation,
  { table: { name } }: NamedDeployment,
  { client }: Target,
): Promise<string> {
  const description = await findTable(client, name);
  if (!description) return `There is no table ${name}.`;
  if (flags.table === undefined) return `Table ${name} stays, with its items.`;
  if (!description.DeletionProtectionEnabled) return `Table ${name} and ALL ITS DATA go too.`;
  throw new ScriptsError(
    'table-protected',
    `Table ${name} has deletion protection. Nothing was destroyed. Switch it off first: ` +
      'deletionProtection: false in deployments.ts, then yarn bootstrap.',
  );
}

const questionFor = ({ deploymentName }: NamedDeployment, fate: string): string =>
  `Destroy this in ${deploymentName}? ${fate}`;

async function deleteTable({ flags, output, signal }: DestroyInvocation, { client }: Target): Promise<boolean> {
  const { table } = flags;
  if (table === undefined || !(await findTable(client, table))) return false;
  signal.throwIfAborted();
  await output.during(`Deleting table ${table}`, async () => {
    await client.send(new DeleteTableCommand({ TableName: table }));
    await waitForDeletion(client, table, { signal });
  });
  output.say(`${output.styles.green('✓')} Deleted table ${table}`);
  return true;
}
