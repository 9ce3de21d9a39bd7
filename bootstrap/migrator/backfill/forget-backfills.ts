import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { keyOf } from '../../bulk/attribute-values';
import { createSender } from '../../bulk/sender';
import type { Direction } from '../journal';
import { ledgerPages } from './checkpoint';
import { checkpointPrefix, failurePrefix, headerPrefix } from './keys';

/**
 * Deletes what the ledger knows of a migration's backfills: their headers last, so that one which is interrupted in it can
 * simply be done again.
 *
 * @param failuresOf also the items that could not be written on the way there, or back
 */
export async function forgetBackfills(
  client: DynamoDBClient,
  tableName: string,
  migration: string,
  failuresOf?: Direction,
): Promise<void> {
  const sender = createSender(client);
  const prefixes = [checkpointPrefix({ migration }), headerPrefix(migration)];
  for (const prefix of failuresOf ? [failurePrefix(migration, failuresOf), ...prefixes] : prefixes) {
    for await (const page of ledgerPages(client, tableName, prefix)) {
      await Promise.all(page.map((item) => sender.write('DeleteItem', { TableName: tableName, Key: keyOf(item) }, 1)));
    }
  }
}
