import { compareIndexes, type IndexDifference } from '../../../bootstrap/migrator/compare-indexes';
import { readLedger } from '../../../bootstrap/migrator/ledger';
import { findTable } from '../../../bootstrap/wait-for-table';
import type { ReachedContext } from './context';
import { drift, type Found, note, well } from './finding';

/** The table's indexes beside those that the applied migrations make. */
export async function examineIndexes(context: ReachedContext): Promise<Found[]> {
  const { deployment, target, invocation } = context;
  const { name } = deployment.table;
  const table = await findTable(target.client, name);
  if (!table) return [];
  const records = await readLedger(target.client, name);
  const { differences, same, unclear } = await compareIndexes(table, records, context.migrations(), invocation.signal);
  return [
    ...(same > 0 || differences.length === 0 ? [well(`${same} as the applied migrations make them`)] : []),
    ...differences.map((difference) => drift(describe(difference), remedyFor(difference, name))),
    ...unclear.map(({ migration, reason }) =>
      note(
        `What ${migration} makes of indexes cannot be told: ${reason}`,
        'An index that no other migration makes is not called foreign therefore.',
      ),
    ),
  ];
}

function describe({ index, kind, declared, found, migration }: IndexDifference): string {
  if (kind === 'missing') return `Index ${index} is missing, which ${migration} made: ${declared}.`;
  if (kind === 'foreign') return `Index ${index} is there, and no migration makes it: ${found}.`;
  return `Index ${index} has ${found}; ${migration} made it with ${declared}.`;
}

function remedyFor({ index, kind }: IndexDifference, tableName: string): string {
  const create = 'Write a migration (yarn migrate create) whose up calls context.createIndex';
  if (kind === 'missing') {
    return `${create} with the same definition: it builds it here, and adopts it where it is.`;
  }
  if (kind === 'other') {
    return `${create} under another name, and deletes ${index} when nothing reads it any more.`;
  }
  return (
    `${create} with that definition, which adopts it; or delete it where nothing reads it: aws dynamodb update-table ` +
    `--table-name ${tableName} --global-secondary-index-updates '[{"Delete":{"IndexName":"${index}"}}]'.`
  );
}
