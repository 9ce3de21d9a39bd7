import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type Item, keyText } from './plain-item';
import type { PlannedTables } from './planned-tables';

/** An item, null where there is none, undefined where it is not known which of the two. */
export type KnownItem = Item | null | undefined;

/** The items that the plan holds back: which they are, and what is known of them. */
export interface PlannedItems {
  /** Takes note of a write. Without a key, any item of the table may have been written. */
  noteWrite(tableName: string, key: Item | undefined, after: KnownItem): void;
  /** Whether the plan would have written the item; without a key: any item of the table. */
  isWritten(tableName: string, key?: Item): boolean;
  /** The item as it would be found: read consistently, or as an earlier write of the plan would have left it. */
  read(tableName: string, key: Item): Promise<KnownItem>;
}

/** Beyond so many, what is written is no longer remembered by key: some 30 MB. */
const MOST_KEYS = 100_000;

/** Remembers writes, and reads with `client` the items that none of them changes. */
export function createPlannedItems(client: DynamoDBClient, tables: PlannedTables): PlannedItems {
  const written = new Map<string, Map<string, KnownItem> | 'any'>();

  function noteWrite(tableName: string, key: Item | undefined, after: KnownItem): void {
    const items = written.get(tableName) ?? new Map<string, KnownItem>();
    if (items === 'any') return;
    if (key) items.set(keyText(key), after);
    written.set(tableName, key && items.size <= MOST_KEYS ? items : 'any');
  }

  function isWritten(tableName: string, key?: Item): boolean {
    const items = written.get(tableName);
    return items instanceof Map && key ? items.has(keyText(key)) : items !== undefined;
  }

  async function read(tableName: string, key: Item): Promise<KnownItem> {
    const items = written.get(tableName);
    if (isWritten(tableName, key)) return items instanceof Map ? items.get(keyText(key)) : undefined;
    if (tables.fate(tableName) === 'created') return null;
    const { Item: item } = await client.send(
      new GetItemCommand({ TableName: tableName, Key: key, ConsistentRead: true }),
    );
    return item ?? null;
  }

  return { noteWrite, isWritten, read };
}
