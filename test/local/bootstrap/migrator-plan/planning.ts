import { DeleteTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { bootstrap } from '../../../../bootstrap/bootstrap';
import type { Migration, MigrationFile } from '../../../../bootstrap/migrator/migration';
import { planMigrations } from '../../../../bootstrap/migrator/plan/plan-migrations';
import type { PlannedMigration, PlannedWrite } from '../../../../bootstrap/migrator/plan/planned-migration';
import { testTableName } from '../../../support/table-names';
import { type ReadingProxy, startReadingProxy } from './reading-proxy';

/** A table of its own, and a way to plan migrations of it with no more than the right to read. */
export interface Planning {
  tableName: string;
  /** May do everything. */
  client: DynamoDBClient;
  /** May only read. */
  reader: DynamoDBClient;
  proxy: ReadingProxy;
  /** Plans migrations that are no more than their bodies, named first, second, third. */
  plan(...bodies: Migration['up'][]): Promise<PlannedMigration[]>;
  remove(): Promise<void>;
}

export async function startPlanning(): Promise<Planning> {
  const tableName = testTableName();
  const client = new DynamoDBClient();
  const proxy = await startReadingProxy(String(process.env.AWS_ENDPOINT_URL_DYNAMODB));
  const reader = new DynamoDBClient({ endpoint: proxy.endpoint, maxAttempts: 1 } satisfies DynamoDBClientConfig);
  await bootstrap({ client, table: { name: tableName }, isLocal: true, migrations: [] });
  return {
    tableName,
    client,
    reader,
    proxy,
    plan: (...bodies) => planMigrations({ client: reader, tableName, migrations: bodies.map(toMigrationFile) }),
    remove: async () => {
      await client.send(new DeleteTableCommand({ TableName: tableName }));
      await proxy.close();
      for (const each of [client, reader]) each.destroy();
    },
  };
}

const NAMES = ['first', 'second', 'third'];

/** A migration that is no more than its body, with a name for its place. */
export const toMigrationFile = (up: Migration['up'], position = 0): MigrationFile => ({
  name: NAMES[position] ?? String(position),
  path: `/migrations/${NAMES[position]}.ts`,
  checksum: () => NAMES[position] ?? '',
  load: () => ({ up }),
});

/** The one migration of a plan. */
export function only(planned: readonly PlannedMigration[]): PlannedMigration {
  const [first, ...others] = planned;
  if (!first || others.length > 0) throw new Error(`The plan has ${planned.length} migrations.`);
  return first;
}

export const writesIn = ({ actions }: PlannedMigration): PlannedWrite[] =>
  actions.filter((action): action is PlannedWrite => action.kind === 'write');
