import type { PartitionKeyOf } from './access-context';
import { recordOf, recordsOf } from './attribute-values';

const lifetimeMilliseconds = 5_000;

/**
 * Looks up partition keys in descriptions of tables. `describe` gives DescribeTable's Table, or nothing for a table
 * that does not exist. A description is kept for five seconds only, because tables also change behind the stand-in's
 * back (migrations call DynamoDB Local directly), and read again at once where an index is missing in it.
 */
export function partitionKeyLookup(
  describe: (table: string) => Promise<unknown>,
  clock: () => number = () => performance.now(),
): PartitionKeyOf {
  const descriptions = new Map<string, { table: unknown; readAt: number }>();
  const read = async (name: string, freshOnly: boolean) => {
    const kept = descriptions.get(name);
    if (kept && !freshOnly && clock() - kept.readAt < lifetimeMilliseconds) return kept.table;
    const table = await describe(name);
    if (table === undefined) descriptions.delete(name);
    else descriptions.set(name, { table, readAt: clock() });
    return table;
  };
  return async (name, index) =>
    partitionKeyIn(await read(name, false), index) ?? partitionKeyIn(await read(name, true), index);
}

function partitionKeyIn(table: unknown, index: string | undefined): string | undefined {
  const description = recordOf(table);
  const indexes = [description.GlobalSecondaryIndexes, description.LocalSecondaryIndexes].flatMap(recordsOf);
  const owner = index === undefined ? description : indexes.find((candidate) => candidate.IndexName === index);
  const name = recordsOf(owner?.KeySchema).find((element) => element.KeyType === 'HASH')?.AttributeName;
  return typeof name === 'string' ? name : undefined;
}
