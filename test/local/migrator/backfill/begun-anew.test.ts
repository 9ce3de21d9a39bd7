import { retryFailures } from '../../../../bootstrap/migrator/backfill/retry-failures';
import { migrate } from '../../../../bootstrap/migrator/migrate';
import { revert } from '../../../../bootstrap/migrator/revert';
import { closeAll, createProxiedTable } from '../support/surroundings';
import { backfillMigration, fill, keyAt, MIGRATION } from './support/backfills';
import { failuresOf } from './support/failures';

const POISON = 1;

afterEach(closeAll);

test('what failed before a migration begins anew is met again, and not tried twice', async () => {
  const table = await createProxiedTable();
  await fill(table, 3, () => ({ count: 0 }));
  let isPoisoned = true;
  const file = backfillMigration(
    {
      exactlyOnce: true,
      onError: 'skip',
      transform: (item) => {
        if (isPoisoned && item.pk === keyAt(POISON).pk) throw new Error('It is poisoned.');
        return { ...item, count: Number(item.count) + 1 };
      },
    },
    { down: () => Promise.reject(new Error('There is no way back.')) },
  );
  const run = { client: table.client, tableName: table.name, migrations: [file] };

  await migrate(run);
  expect(await failuresOf(table)).toMatchObject([{ key: keyAt(POISON) }]);
  await expect(revert(run)).rejects.toMatchObject({ code: 'migration-failed' });
  isPoisoned = false;
  await migrate(run);

  expect(await failuresOf(table)).toEqual([]);
  await retryFailures(run, MIGRATION);
  expect((await table.data()).find(({ pk }) => pk === keyAt(POISON).pk)).toMatchObject({ count: 1 });
});
