import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BootstrapError } from '../errors';
import type { WireKey } from './attribute-values';
import { type Item, toNativeItem, toWireItem } from './native-values';
import { createPageReader, type Page } from './read-pages';
import { createSender, type SenderOptions } from './sender';
import { inRandomOrder } from './shuffle';

export interface ScanItemsOptions extends SenderOptions {
  /** Parts that are read side by side, 1 to 1,000,000 (DynamoDB's own limit). Default: 8. */
  segments?: number;
  /** A FilterExpression: DynamoDB gives no other items, though it reads and charges them all the same. */
  filter?: { expression: string; names?: Record<string, string>; values?: Item };
  /** Reads what was acknowledged by then, at twice the units. Default: false. */
  consistentRead?: boolean;
}

/** So many pages are read ahead: what is in memory is theirs, whatever the table's size. */
const PAGES_AHEAD = 4;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html#DDB-Scan-request-TotalSegments */
const MOST_SEGMENTS = 1_000_000;

/**
 * All items of a table, by a parallel scan, in no order. Pages are read only as fast as their items are taken: whoever takes
 * them slowly holds a few pages in memory, and no more. To stop early, leave the loop. The items of Groundwork's own
 * partition are not among them. What changes meanwhile may be seen as it was or as it is.
 *
 * ```ts
 * for await (const user of scanItems<User>(client, tableName, { filter: { expression: … } })) …
 * ```
 *
 * @throws {BootstrapError} `segments-invalid`, `limit-invalid`; the SDK's error where a request fails for good; the signal's
 *   reason when it is aborted
 */
export async function* scanItems<Stored = Item>(
  client: DynamoDBClient,
  tableName: string,
  options: ScanItemsOptions = {},
): AsyncGenerator<Stored, void, void> {
  const { segments = 8, filter, consistentRead, signal } = options;
  if (!Number.isInteger(segments) || segments < 1 || segments > MOST_SEGMENTS) throw invalidSegments(segments);
  const left = new AbortController();
  const sender = createSender(client, {
    ...options,
    signal: signal ? AbortSignal.any([signal, left.signal]) : left.signal,
  });
  const wireFilter = filter && { ...filter, values: filter.values && toWireItem(filter.values) };
  const waiting: Task[] = inRandomOrder(segments).map((segment) => {
    const part = { segment, totalSegments: segments };
    return { read: createPageReader(sender, { tableName, part, filter: wireFilter, consistentRead }) };
  });
  const underWay = new Map<Task, Promise<{ task: Task; page: Page }>>();
  const readOn = (): void => {
    while (underWay.size < PAGES_AHEAD && waiting.length > 0) {
      const task = waiting.shift() as Task;
      const reading = task.read(task.from).then((page) => ({ task, page }));
      // One that fails while another is being looked at is met when its turn comes.
      reading.catch(() => undefined);
      underWay.set(task, reading);
    }
  };
  try {
    for (readOn(); underWay.size > 0; readOn()) {
      const { task, page } = await Promise.race(underWay.values());
      underWay.delete(task);
      if (page.next) waiting.push({ ...task, from: page.next });
      for (const item of page.items) yield toNativeItem(item) as Stored;
    }
  } finally {
    left.abort();
  }
}

interface Task {
  read(from: WireKey | undefined): Promise<Page>;
  from?: WireKey;
}

/** None at all would be a scan that finds nothing, without a word. */
const invalidSegments = (segments: number): BootstrapError =>
  new BootstrapError('segments-invalid', `segments is ${segments}: give a whole number from 1 to ${MOST_SEGMENTS}.`);
