import { checkTableSettings, describeChange } from '../../../bootstrap/bootstrap';
import { requireKeySchema } from '../../../bootstrap/create-table';
import { findTable } from '../../../bootstrap/wait-for-table';
import { migrationRun } from '../migration-run';
import type { ReachedContext } from './context';
import { failureOf } from './failure';
import { broken, drift, type Found, note, well } from './finding';

/** The table's key schema, and its settings beside those in deployments.ts: time to live and stream among them. */
export async function examineTable({ deployment, target, invocation }: ReachedContext): Promise<Found[]> {
  const { name } = deployment.table;
  const bootstrap = `yarn bootstrap ${deployment.deploymentName}`;
  const table = await findTable(target.client, name);
  if (!table) return [drift(`There is no table ${name}.`, `${bootstrap} creates it.`)];
  try {
    requireKeySchema(table);
  } catch (error) {
    return [failureOf(error, name)];
  }
  if (table.TableStatus === 'DELETING') {
    return [broken(`${name} is being deleted.`, `When it is gone, ${bootstrap} creates another, without its items.`)];
  }
  const skipped: Found[] = [];
  const run = migrationRun(deployment, target, { ...invocation, output: invocation.output });
  const changes = await checkTableSettings(
    { ...run, table: deployment.table, onSkip: (setting, reason) => skipped.push(note(`${setting}: ${reason}`)) },
    table,
  );
  const drifted = changes.map((change) => drift(`${name}: ${describeChange(change)}`, `${bootstrap} settles it.`));
  return [
    ...(drifted.length > 0 ? drifted : [well(`${name} has the keys and settings of deployments.ts`)]),
    ...skipped,
  ];
}
