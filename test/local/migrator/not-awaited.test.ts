import { migrate } from '../../../bootstrap/migrator/migrate';
import { planMigrations } from '../../../bootstrap/migrator/plan/plan-migrations';
import { put } from './support/items';
import { migrationFile } from './support/migration-file';
import { closeAll, createProxiedTable } from './support/surroundings';

jest.setTimeout(60_000);
afterEach(closeAll);

const forgetful = migrationFile('20260101000000-forgetful', async ({ context }) => {
  void context.backfill({ transform: (item) => ({ ...item, mark: 'marked' }) });
});

test('a migration that does not wait for its backfill has failed, once that has ended; its plan says so before', async () => {
  const table = await createProxiedTable();
  await put(table.client, table.name, 'a');
  const run = { client: table.client, tableName: table.name, migrations: [forgetful] };
  const said = 'it ended without waiting for backfill. Write await before each step, or return its promise.';

  const [planned] = await planMigrations(run);
  expect(planned).toMatchObject({ error: said, actions: [{ kind: 'backfill' }] });

  await expect(migrate(run)).rejects.toMatchObject({
    code: 'migration-failed',
    message: expect.stringContaining(`Migration ${forgetful.name} failed: ${said}`),
  });
  expect(await table.states()).toEqual({ [forgetful.name]: 'failed' });
  expect(await table.data()).toEqual([expect.objectContaining({ pk: 'a', mark: 'marked' })]);
});
