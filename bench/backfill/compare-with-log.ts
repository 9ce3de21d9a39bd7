import { indexKeys } from './cities';
import { scanTable } from './ways/scan-table';
import type { WayTable } from './ways/way';

/** Of each city that was written, its population as it was last acknowledged, or that its deletion was. */
export type WriterLog = Map<string, number | 'deleted'>;

/** Cities whose last acknowledged write is not what the table has. */
export interface Losses {
  /** Updated or added, but the table has it otherwise, or not at all. */
  overwritten: number;
  /** Deleted, and back again. */
  undone: number;
  /** Items of the table that lack the index's keys, or have others than they should, whoever wrote them. */
  unindexed: number;
}

/** What the table has, read consistently, beside what its writer was told. */
export async function compareWithLog(table: WayTable, log: WriterLog): Promise<Losses> {
  const losses: Losses = { overwritten: 0, undone: 0, unindexed: 0 };
  const found = new Set<string>();
  for await (const item of scanTable(table, { consistentRead: true })) {
    const key = item.pk?.S ?? '';
    found.add(key);
    const population = Number(item.population?.N);
    const logged = log.get(key);
    if (logged === 'deleted') losses.undone += 1;
    else if (logged !== undefined && logged !== population) losses.overwritten += 1;
    const { gsi1pk, gsi1sk } = indexKeys(item.country?.S ?? '', population);
    if (item.gsi1pk?.S !== gsi1pk || item.gsi1sk?.S !== gsi1sk) losses.unindexed += 1;
  }
  for (const [key, logged] of log) if (logged !== 'deleted' && !found.has(key)) losses.overwritten += 1;
  return losses;
}
