import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { keyOf } from '../../bulk/attribute-values';
import { createSender } from '../../bulk/sender';
import { settleAll } from '../../bulk/settle-all';
import { forgetFailure, readFailures } from './failures';
import { type BackfillId, checkpointPrefix, headerPrefix } from './keys';
import { ledgerPages } from './ledger-pages';

/**
 * Deletes what the ledger knows of a migration's backfills: their headers last, so that one which is interrupted in it can
 * simply be done again.
 *
 * @param isKept of which backfills the items stay recorded that could not be written
 */
export async function forgetBackfills(
  client: DynamoDBClient,
  tableName: string,
  migration: string,
  isKept: (id: BackfillId) => boolean,
): Promise<void> {
  for await (const failure of readFailures(client, tableName, { migration })) {
    if (!isKept(failure)) await forgetFailure(client, tableName, failure);
  }
  const sender = createSender(client);
  for (const prefix of [checkpointPrefix({ migration }), headerPrefix(migration)]) {
    for await (const page of ledgerPages(client, tableName, prefix)) {
      await settleAll(page.map((item) => sender.write('DeleteItem', { TableName: tableName, Key: keyOf(item) }, 1)));
    }
  }
}
