import type { BackfillTotals } from '../../../bootstrap/migrator/backfill/backfill-totals';
import { migrate } from '../../../bootstrap/migrator/migrate';
import type { MigrationFile } from '../../../bootstrap/migrator/migration';
import { type CityItem, indexKeys } from '../cities';
import type { WayResult, WayTable } from './way';

/** Ours, and all of it: the migration with its lock, its ledger and its checkpoints. */
export async function withBackfill({ client, tableName }: WayTable): Promise<WayResult> {
  let totals: BackfillTotals | undefined;
  await migrate({
    client,
    tableName,
    migrations: [migration],
    isLocal: true,
    onEvent: (event) => {
      if (event.type === 'backfill') totals = event.progress;
    },
  });
  return { items: totals?.updated ?? 0, conflicts: totals?.conflicts };
}

const migration: MigrationFile = {
  name: '20260101000000-index-cities',
  path: 'index-cities.ts',
  checksum: () => 'index-cities',
  load: () => ({
    up: ({ context }) =>
      context.backfill<CityItem>({
        transform: (city) => ({ ...city, ...indexKeys(city.country, city.population) }),
      }),
  }),
};
