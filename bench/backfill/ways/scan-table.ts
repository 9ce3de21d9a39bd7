import { type AttributeValue, paginateScan } from '@aws-sdk/client-dynamodb';
import { LEDGER_PARTITION } from '../../../table/ledger-keys';
import type { WayTable } from './way';

/** The items of a table one by one, page after page, as the SDK's own paginator reads them. */
export async function* scanTable(
  { client, tableName }: WayTable,
  options: { consistentRead?: boolean } = {},
): AsyncGenerator<Record<string, AttributeValue>, void, void> {
  const pages = paginateScan({ client }, { TableName: tableName, ConsistentRead: options.consistentRead });
  for await (const { Items = [] } of pages) {
    for (const item of Items) if (item.pk?.S !== LEDGER_PARTITION) yield item;
  }
}

/** Up to 25 at a time, as BatchWriteItem takes them. */
export async function* inBatches<Value>(values: AsyncIterable<Value>): AsyncGenerator<Value[], void, void> {
  let batch: Value[] = [];
  for await (const value of values) {
    batch.push(value);
    if (batch.length < 25) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
