import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LEDGER_PARTITION } from '../../../table/ledger-keys';
import type { WireItem, WireKey } from '../../bulk/attribute-values';
import { createPageReader } from '../../bulk/read-pages';
import { createSender } from '../../bulk/sender';

/** Items of the ledger whose sort keys begin alike: consistent, all pages. */
export async function readLedgerItems(client: DynamoDBClient, tableName: string, prefix: string): Promise<WireItem[]> {
  const items: WireItem[] = [];
  for await (const page of ledgerPages(client, tableName, prefix)) items.push(...page);
  return items;
}

/** Page by page: the failures of a backfill may be more than what is to be held at once. */
export async function* ledgerPages(
  client: DynamoDBClient,
  tableName: string,
  prefix: string,
): AsyncGenerator<WireItem[], void, void> {
  const part = { partition: LEDGER_PARTITION, sortKeyPrefix: prefix };
  const readPage = createPageReader(createSender(client), { tableName, part, consistentRead: true, ofLedger: true });
  for (let from: WireKey | undefined, isFirst = true; isFirst || from; isFirst = false) {
    const page = await readPage(from);
    yield page.items;
    from = page.next;
  }
}
