import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { keyOf } from '../../bulk/attribute-values';
import { createSender } from '../../bulk/sender';
import { settleAll } from '../../bulk/settle-all';
import { type BackfillId, checkpointPrefix, headerPrefix } from './keys';
import { ledgerPages } from './ledger-pages';

/** Deletes what the ledger knows of how far a migration's backfills are. Without a header, what is left of one is nothing. */
export async function forgetBackfills(client: DynamoDBClient, tableName: string, migration: string): Promise<void> {
  await forgetItems(client, tableName, headerPrefix(migration));
  await forgetItems(client, tableName, checkpointPrefix({ migration }));
}

/** Those that a deletion which was interrupted has left. */
export const forgetCheckpoints = (client: DynamoDBClient, tableName: string, id: BackfillId): Promise<void> =>
  forgetItems(client, tableName, checkpointPrefix(id));

async function forgetItems(client: DynamoDBClient, tableName: string, prefix: string): Promise<void> {
  const sender = createSender(client);
  for await (const page of ledgerPages(client, tableName, prefix)) {
    await settleAll(page.map((item) => sender.write('DeleteItem', { TableName: tableName, Key: keyOf(item) }, 1)));
  }
}
