import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Umzug, type UmzugStorage } from 'umzug';
import { ensureTable } from '../../bootstrap/create-table';
import type { BenchContext } from '../context';
import type { Measurement } from '../support/measurement';
import { benchTableName, bootstrapTable, dropTable, recordRequests, threeMigrations } from './bench-table';
import { replay } from './replay';

const BOOTSTRAP = 'bootstrap()';
const UMZUG = 'Umzug without lock, ledger and checks';
const BY_HAND = 'its requests by hand';

/** The first bootstrap of a table beside the same requests sent by hand, and beside Umzug that remembers nothing. */
export async function freshTable({ clientConfiguration }: BenchContext): Promise<Measurement> {
  const client = new DynamoDBClient(clientConfiguration);
  const recorded = benchTableName();
  const requests = await recordRequests(client, () => bootstrapTable(client, recorded));
  await dropTable(client, recorded);
  const works: Record<string, (name: string) => Promise<unknown>> = {
    [BOOTSTRAP]: (name) => bootstrapTable(client, name),
    [UMZUG]: (name) => umzugAlone(client, name),
    [BY_HAND]: (name) => replay(client, requests, { from: recorded, to: name }),
  };
  return {
    title: 'the first bootstrap of a fresh table, with three migrations',
    contenders: Object.keys(works),
    baseline: BY_HAND,
    comparison: 'ratio',
    goals: { [BOOTSTRAP]: 1.3 },
    rounds: 21,
    warmUps: 2,
    round: async (order) => {
      const sample: Record<string, number> = {};
      for (const contender of order) {
        const name = benchTableName();
        const start = performance.now();
        await works[contender]?.(name);
        sample[contender] = performance.now() - start;
        await dropTable(client, name);
      }
      return sample;
    },
    tearDown: () => client.destroy(),
    notes: [`It sends ${requests.length} requests.`],
  };
}

async function umzugAlone(client: DynamoDBClient, tableName: string): Promise<void> {
  await ensureTable(client, { name: tableName, settings: {} });
  const context = { client, tableName };
  const umzug = new Umzug({
    migrations: threeMigrations.map((file) => ({
      name: file.name,
      up: () => file.load().up({ name: file.name, context: context as never }),
    })),
    storage: FORGETFUL,
    logger: undefined,
  });
  await umzug.up();
}

const FORGETFUL: UmzugStorage = {
  executed: async () => [],
  logMigration: async () => {},
  unlogMigration: async () => {},
};
