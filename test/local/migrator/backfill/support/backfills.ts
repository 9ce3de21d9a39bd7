import { type AttributeValue, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { writeItems } from '../../../../../bootstrap/bulk/write-items';
import type { BackfillOptions } from '../../../../../bootstrap/migrator/backfill/backfill-options';
import type { BackfillTotals } from '../../../../../bootstrap/migrator/backfill/backfill-totals';
import { readLedger } from '../../../../../bootstrap/migrator/ledger';
import { type MigrateOptions, migrate } from '../../../../../bootstrap/migrator/migrate';
import type { Migration, MigrationFile } from '../../../../../bootstrap/migrator/migration';
import { migrationFile } from '../../support/migration-file';

export const MIGRATION = '20260101000000-backfill';
/** What a backfill without a name is called. */
export const BACKFILL = 'backfill-1';

type Table = { client: DynamoDBClient; name: string };

/** A migration whose `up` is one backfill. */
export const backfillMigration = (options: BackfillOptions, rest: Pick<Migration, 'down'> = {}): MigrationFile =>
  migrationFile(MIGRATION, ({ context }) => context.backfill(options), rest);

/**
 * Applies a migration of one backfill, through the table's proxy where it has one.
 *
 * @returns what the ledger's record says that it did
 */
export async function runBackfill(
  table: Table & { proxied?: DynamoDBClient },
  options: BackfillOptions,
  given: Partial<MigrateOptions> = {},
): Promise<BackfillTotals> {
  const client = table.proxied ?? table.client;
  await migrate({ client, tableName: table.name, migrations: [backfillMigration(options)], ...given });
  return recordedTotals(table);
}

/** What the ledger's record says of the backfill. */
export async function recordedTotals({ client, name }: Table): Promise<BackfillTotals> {
  const record = (await readLedger(client, name)).find((found) => found.name === MIGRATION);
  const totals = record?.backfills?.[BACKFILL];
  if (!totals) throw new Error(`The ledger has no totals of a backfill: ${JSON.stringify(record)}`);
  return totals;
}

/** Items `item-0`, `item-1` … with what `attributes` gives them. */
export async function fill(
  { client, name }: Table,
  count: number,
  attributes: (position: number) => object = () => ({}),
): Promise<void> {
  const items = Array.from({ length: count }, (_, position) => ({ ...keyAt(position), ...attributes(position) }));
  await writeItems(client, name, items);
}

export const keyAt = (position: number) => ({ pk: `item-${position}`, sk: 'item' });

/** The same for the SDK's client. */
export const sdkKeyAt = (position: number): { pk: AttributeValue.SMember; sk: AttributeValue.SMember } => ({
  pk: { S: `item-${position}` },
  sk: { S: 'item' },
});

/** With and without `exactlyOnce`. */
export const WAYS: [string, boolean][] = [
  ['statements', false],
  ['transactions', true],
];

/** Sets an item's attribute `state`, as somebody else would. */
export const setState = ({ client, name: TableName }: Table, position: number, state: string) =>
  client.send(
    new UpdateItemCommand({
      TableName,
      Key: sdkKeyAt(position),
      UpdateExpression: 'SET #state = :state',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: { ':state': { S: state } },
    }),
  );
