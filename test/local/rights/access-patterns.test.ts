import { loadMigrations } from '../../../bootstrap/migrator/load-migrations';
import { migrationsDirectory, newestExpandMigration } from '../../../bootstrap/surroundings';
import { writeRightsRecord } from '../../../local/rights/record';
import { LEDGER, type Right } from '../../../stacks/rights/allowed-rights';
import { verifyMigrated } from '../../../table/connect/verify';
import { ACCESS_PATTERNS } from '../../../table/model';
import { SCENARIOS } from './scenarios';
import { distinct, exercise } from './support/exercise';
import { FUNCTIONS } from './support/functions';
import { type RightsTest, startRightsTest } from './support/rights-test';

let rights: RightsTest;

/** What was used, by function, of the tests that passed. */
const used = new Map<string, Right[]>(FUNCTIONS.map(([functionName]) => [functionName, []]));
let passed = 0;

function note(functionName: string, rightsUsed: readonly Right[]): void {
  used.set(functionName, distinct([...(used.get(functionName) ?? []), ...rightsUsed]));
  passed += 1;
}

beforeAll(async () => {
  rights = await startRightsTest();
});

afterAll(async () => {
  await rights.close();
  // Whole or not at all: what a part of the tests used would make the rest look like surplus.
  const all = FUNCTIONS.flatMap(([, patterns]) => ['connect', ...patterns]).length;
  if (passed === all) writeRightsRecord(Object.fromEntries(used));
});

describe.each(FUNCTIONS)('the role of %s is enough for', (functionName, patterns) => {
  test('connect(), which reads the ledger of migrations', async () => {
    const migration = newestExpandMigration(loadMigrations(migrationsDirectory())) ?? '';
    const read = await rights.under(functionName, 'connect', ({ client, owner }) =>
      verifyMigrated(client, owner.name, migration),
    );

    expect(read).toEqual([{ action: 'dynamodb:GetItem', resource: 'table' }]);
    note(functionName, [{ action: 'dynamodb:GetItem', resource: LEDGER }]);
  });

  test.each([...patterns])('$name', async (pattern) => {
    note(functionName, await exercise(rights, functionName, pattern));
  });
});

test('no access pattern is without a scenario', () => {
  const names = ACCESS_PATTERNS.map(({ name }) => name);

  expect(names.filter((name) => !SCENARIOS[name])).toEqual([]);
});
