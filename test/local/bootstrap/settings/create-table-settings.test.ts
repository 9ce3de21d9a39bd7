import { createTableSettings } from '../../../../bootstrap/settings/create-table-settings';
import type { TableSettings } from '../../../../table/deployment';
import { createLocalTable } from './local-table';

test('a table that is made with its settings has nothing left to settle but what CreateTable lacks', async () => {
  const settings: TableSettings = {
    billing: { readUnits: 5, writeUnits: 6 },
    deletionProtection: true,
    stream: 'OLD_IMAGE',
    encryption: 'aws-managed',
    tableClass: 'STANDARD_INFREQUENT_ACCESS',
    tags: { team: 'core' },
    timeToLive: 'expires',
  };
  const table = await createLocalTable(createTableSettings(settings));
  await expect(table.check(settings)).resolves.toEqual(['timeToLive: off → expires']);
  await table.remove();
});
