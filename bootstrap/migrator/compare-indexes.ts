import type { TableDescription } from '@aws-sdk/client-dynamodb';
import type { LedgerRecord } from './ledger';
import type { MigrationFile } from './migration';
import { type DeclaredIndexes, declaredIndexes } from './plan/declared-indexes';
import { summarise } from './steps/index-definition';

/** An index that is not as the applied migrations made it. */
export interface IndexDifference {
  index: string;
  /** `foreign`: it is there, and no migration makes it. */
  kind: 'missing' | 'other' | 'foreign';
  /** Its keys and projection as the migration declares them; absent where none does. */
  declared?: string;
  /** As they are; absent where it is missing. */
  found?: string;
  /** The migration that makes it. */
  migration?: string;
}

export interface ComparedIndexes {
  differences: IndexDifference[];
  /** How many indexes are as declared. */
  same: number;
  /** Why it can't be told of an index whether a migration made it: then none is called foreign. */
  unclear: DeclaredIndexes['unclear'];
}

/**
 * Sets a table's global secondary indexes beside what its applied migrations declare. An index that a migration makes
 * which is pending, or was broken off, may be there already.
 */
export async function compareIndexes(
  table: TableDescription,
  records: readonly LedgerRecord[],
  migrations: readonly MigrationFile[],
  signal: AbortSignal,
): Promise<ComparedIndexes> {
  const applied = appliedInOrder(records, migrations);
  const others = migrations.filter((file) => !applied.includes(file));
  const declared = await declaredIndexes(applied, others, signal);
  const unclear = [...missingFiles(records, migrations), ...declared.unclear];
  const found = indexesOf(table);
  const foreign = [...found].filter(([index]) => !declared.names.has(index) && unclear.length === 0);
  return {
    differences: [
      ...[...declared.applied.keys()].flatMap((index) => compare(index, declared, found.get(index))),
      ...foreign.map(([index, summary]): IndexDifference => ({ index, kind: 'foreign', found: summary })),
    ],
    same: [...declared.applied].filter(([index, { summary }]) => found.get(index) === summary).length,
    unclear,
  };
}

/** By the time they were applied: a contract migration comes after newer expand migrations. */
function appliedInOrder(records: readonly LedgerRecord[], migrations: readonly MigrationFile[]): MigrationFile[] {
  const files = new Map(migrations.map((file) => [file.name, file]));
  return records
    .filter(({ state }) => state === 'applied')
    .sort((one, other) => ((one.finishedAt ?? '') < (other.finishedAt ?? '') ? -1 : 1))
    .flatMap(({ name }) => files.get(name) ?? []);
}

const missingFiles = (records: readonly LedgerRecord[], migrations: readonly MigrationFile[]) =>
  records
    .filter(({ name, state }) => state === 'applied' && !migrations.some((file) => file.name === name))
    .map(({ name }) => ({ migration: name, reason: 'it is applied, and its file is not here' }));

/** Those that are there, or are being built. */
const indexesOf = ({ GlobalSecondaryIndexes = [], AttributeDefinitions = [] }: TableDescription): Map<string, string> =>
  new Map(
    GlobalSecondaryIndexes.filter(({ IndexStatus }) => IndexStatus !== 'DELETING').map((index) => [
      index.IndexName ?? '',
      summarise(index, AttributeDefinitions),
    ]),
  );

function compare(index: string, { applied, all }: DeclaredIndexes, found: string | undefined): IndexDifference[] {
  const { summary: declared, migration } = applied.get(index) ?? {};
  if (found === declared) return [];
  const next = all.get(index)?.summary;
  // A migration that was broken off may have deleted it, or made it anew, already.
  if (next !== declared && (found === undefined || found === next)) return [];
  return [{ index, kind: found === undefined ? 'missing' : 'other', declared, found, migration }];
}
