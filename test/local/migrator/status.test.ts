import type { BackfillOptions } from '../../../bootstrap/migrator/backfill/backfill-options';
import { migrate } from '../../../bootstrap/migrator/migrate';
import { migrationStatus } from '../../../bootstrap/migrator/status';
import { put } from './support/items';
import { migrationFile } from './support/migration-file';
import { closeAll, createProxiedTable, type ProxiedTable } from './support/surroundings';

const NAME = '20260101000000-backfill';
const ITEMS = ['a', 'b', 'c'];

let table: ProxiedTable;
beforeEach(async () => {
  table = await createProxiedTable();
  for (const name of ITEMS) await put(table.client, table.name, name);
});
afterEach(closeAll);

const run = (onError: BackfillOptions['onError'], ...refused: unknown[]) => ({
  client: table.proxied,
  tableName: table.name,
  migrations: [
    migrationFile(NAME, ({ context }) =>
      context.backfill({
        name: 'mark',
        onError,
        transform: (item) => {
          if (refused.includes(item.pk)) throw new Error('refused');
          return { ...item, mark: true };
        },
      }),
    ),
  ],
});

test('an applied migration has the totals of its backfills, and the number of items that fail still', async () => {
  await migrate(run('skip', 'b'));

  const [status] = await migrationStatus(run('skip'));

  expect(status).toMatchObject({
    name: NAME,
    state: 'applied',
    backfills: { mark: { scanned: 3, matched: 3, updated: 2, failed: 1 } },
    failedItems: { mark: 1 },
  });
  expect(status).not.toHaveProperty('unfinished');
});

test('one that was ended by an item that can not be written has its backfill, how far it is, and the item', async () => {
  await expect(migrate(run('stop', 'b'))).rejects.toThrow('refused');

  const [status] = await migrationStatus(run('stop'));

  expect(status).toMatchObject({
    name: NAME,
    state: 'failed',
    unfinished: [{ name: 'mark', direction: 'up', state: 'stopped', totals: { failed: 0 } }],
    failedItems: { mark: 1 },
  });
});

test('one without trouble asks for no failed items, and one without backfills has none', async () => {
  await migrate(run('stop'));
  const { length } = table.proxy.requests;

  const statuses = await migrationStatus({
    ...run('stop'),
    migrations: [...run('stop').migrations, migrationFile('20260102000000-other')],
  });

  expect(statuses).toMatchObject([{ backfills: { mark: { updated: 3 } } }, { state: 'pending' }]);
  expect(statuses[0]).not.toHaveProperty('failedItems');
  expect(statuses[1]).not.toHaveProperty('backfills');
  // The ledger's records and the backfills' headers.
  expect(table.proxy.requests.slice(length).map(({ operation }) => operation)).toEqual(['Query', 'Query']);
});
