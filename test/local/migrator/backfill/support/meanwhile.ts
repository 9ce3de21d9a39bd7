import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { LEDGER_PARTITION } from '../../../../../table/ledger-keys';
import type { ProxiedRequest } from '../../../../support/fault-proxy';
import type { ProxiedTable } from '../../support/surroundings';
import { isBatch, isCheckpoint } from './requests';

/** An item in the SDK's form, which keeps all digits and all types. */
export type SdkItem = Record<string, AttributeValue>;

/** Puts up to 25 items, as they are. */
export const putAll = (client: DynamoDBClient, tableName: string, items: readonly SdkItem[]): Promise<unknown> =>
  client.send(
    new BatchWriteItemCommand({ RequestItems: { [tableName]: items.map((Item) => ({ PutRequest: { Item } })) } }),
  );

export const putItem = (client: DynamoDBClient, tableName: string, Item: SdkItem): Promise<unknown> =>
  client.send(new PutItemCommand({ TableName: tableName, Item }));

/** The items by their partition keys, Groundwork's own left out. */
export async function readAll(client: DynamoDBClient, tableName: string): Promise<Map<string, SdkItem>> {
  const items: SdkItem[] = [];
  for await (const page of paginateScan({ client }, { TableName: tableName, ConsistentRead: true })) {
    items.push(...(page.Items ?? []));
  }
  return new Map(items.map((item) => [item.pk?.S ?? '', item] as const).filter(([pk]) => pk !== LEDGER_PARTITION));
}

/** Somebody else does this once, between the backfill's first read of the items and its first write. */
export function meanwhile({ proxy }: ProxiedTable, work: () => Promise<unknown>): void {
  let isDone = false;
  proxy.handle(async (request, forward) => {
    if (!isDone && isWriteOfItems(request)) {
      isDone = true;
      await work();
    }
    return forward();
  });
}

const isWriteOfItems = (request: ProxiedRequest): boolean =>
  isBatch(request) || (isCheckpoint(request) && hasItems(request)) || isLoneWrite(request);

const hasItems = ({ input }: ProxiedRequest): boolean => ((input.TransactItems as object[]) ?? []).length > 1;

const isLoneWrite = ({ operation, input }: ProxiedRequest): boolean =>
  (operation === 'UpdateItem' || operation === 'DeleteItem') &&
  (input.Key as { pk: { S: string } }).pk.S !== LEDGER_PARTITION;
