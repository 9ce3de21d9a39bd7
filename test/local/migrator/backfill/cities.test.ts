import path from 'node:path';
import { loadMigrations } from '../../../../bootstrap/migrator/load-migrations';
import { migrate } from '../../../../bootstrap/migrator/migrate';
import { revert } from '../../../../bootstrap/migrator/revert';
import { byCountry, type City } from '../../../../docs/cities/cities';
import { createEmptyTable } from '../../../support/empty-table';

const CITIES = 600;

/** The example of docs/backfills.md, with fewer cities. */
test('the cities get their keys by country, and lose them again', async () => {
  process.env.CITIES = String(CITIES);
  const table = await createEmptyTable();
  const cities = async () => (await table.items()).filter(({ _et }) => _et === 'City') as unknown as City[];
  const migrations = loadMigrations(path.resolve(__dirname, '../../../../docs/cities/migrations'));
  const options = { client: table.client, tableName: table.name, isLocal: true, migrations };
  try {
    await migrate({ ...options, phase: 'all' });
    const indexed = await cities();
    expect(indexed).toHaveLength(CITIES);
    for (const city of indexed) expect(city).toMatchObject(byCountry(city));

    await revert(options);
    const plain = await cities();
    expect(plain).toHaveLength(CITIES);
    for (const city of plain) expect(city).not.toHaveProperty('gsi1pk');
  } finally {
    delete process.env.CITIES;
    await table.remove();
  }
});
