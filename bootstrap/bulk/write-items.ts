import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LEDGER_PARTITION } from '../../table/ledger-keys';
import { BootstrapError } from '../errors';
import { describeKey, keyText, type WireItem } from './attribute-values';
import { itemSize, MOST_ITEM_BYTES } from './item-size';
import { toWireItem } from './native-values';
import { createSender, pause, type Sender, type SenderOptions, type Usage } from './sender';
import { untilAborted } from './until-aborted';

export interface Written {
  /** Items that DynamoDB has acknowledged. One that was given twice counts twice. */
  items: number;
  usage: Usage;
}

/** BatchWriteItem takes so many: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const ITEMS_PER_REQUEST = 25;
/** So many batches are under way or wait for their turn; more items are not taken from their source. */
const BATCHES_AHEAD = 64;
/** DynamoDB is busy for as long as nothing of a batch is taken: after so many attempts in a row it is given up. */
const ATTEMPTS_WITHOUT_PROGRESS = 60;

/**
 * Puts many items, for a seed or an import: 25 a request, many requests at once, what DynamoDB leaves unprocessed is sent
 * again until it is done. An item replaces one with the same key, whatever that is: use `backfill` to change items that
 * others write too. Of two items with the same key the later one stays.
 *
 * @param items with `pk` and `sk`; taken from their source only as fast as they can be written
 * @throws {BootstrapError} `not-storable`, `item-key-invalid`, `item-too-large`, `never-processed`, `limit-invalid`; the SDK's
 *   error where a request fails for good; the signal's reason when it is aborted. What was acknowledged by then is written.
 */
export async function writeItems(
  client: DynamoDBClient,
  tableName: string,
  items: Iterable<object> | AsyncIterable<object>,
  options: SenderOptions = {},
): Promise<Written> {
  const failed = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;
  const sender = createSender(client, { ...options, signal });
  const batches = new Set<Promise<void>>();
  const underWay = new Map<string, Promise<void>>();
  let failure: { error: unknown } | undefined;
  let written = 0;

  const start = (batch: Map<string, WireItem>): void => {
    const count = batch.size;
    const writing = writeBatch(sender, tableName, [...batch.values()])
      .then(() => {
        written += count;
      })
      .catch((error) => {
        failure ??= { error };
        failed.abort(error);
      })
      .finally(() => {
        batches.delete(writing);
        for (const key of batch.keys()) if (underWay.get(key) === writing) underWay.delete(key);
      });
    batches.add(writing);
    for (const key of batch.keys()) underWay.set(key, writing);
  };

  let batch = new Map<string, WireItem>();
  const flush = (): void => {
    if (batch.size > 0) start(batch);
    batch = new Map();
  };
  try {
    for await (const item of untilAborted(items, signal)) {
      const wire = checked(toWireItem(item));
      const key = keyText(wire);
      // The same item in one request is refused, and in two at once either might be the later: one waits for the other.
      if (batch.has(key)) flush();
      await underWay.get(key);
      batch.set(key, wire);
      if (batch.size === ITEMS_PER_REQUEST) flush();
      while (batches.size >= BATCHES_AHEAD) await Promise.race(batches);
    }
    flush();
  } finally {
    await Promise.all(batches);
  }
  if (failure) throw failure.error;
  signal.throwIfAborted();
  return { items: written, usage: sender.usage };
}

/**
 * DynamoDB would refuse the whole batch, without a word of which item it is about. Keys have up to 2048 and 1024 bytes:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-partition-sort-keys
 */
function checked(item: WireItem): WireItem {
  requireKey(item, 'pk', 2048);
  requireKey(item, 'sk', 1024);
  if (item.pk?.S === LEDGER_PARTITION) throw reserved(item);
  const size = itemSize(item);
  if (size <= MOST_ITEM_BYTES) return item;
  throw new BootstrapError(
    'item-too-large',
    `Item ${describeKey(item)} has ${size} bytes; DynamoDB stores up to ${MOST_ITEM_BYTES}. Split it, or keep its largest part elsewhere.`,
  );
}

function requireKey(item: WireItem, attribute: 'pk' | 'sk', most: number): void {
  const bytes = Buffer.byteLength(item[attribute]?.S ?? '');
  if (bytes > 0 && bytes <= most) return;
  const what = bytes === 0 ? 'is not a string of 1 byte or more' : `has ${bytes} bytes`;
  throw new BootstrapError(
    'item-key-invalid',
    `${attribute} of the item ${JSON.stringify(item).slice(0, 300)} ${what}; DynamoDB stores up to ${most}.`,
  );
}

const reserved = (item: WireItem): BootstrapError =>
  new BootstrapError(
    'item-key-invalid',
    `The item ${describeKey(item)} would be in the partition ${LEDGER_PARTITION}, which Groundwork keeps for its ledger.`,
  );

async function writeBatch(sender: Sender, tableName: string, items: readonly WireItem[]): Promise<void> {
  let left: readonly object[] = items.map((Item) => ({ PutRequest: { Item } }));
  const units = items.reduce((sum, item) => sum + Math.ceil(itemSize(item) / 1024), 0);
  for (let attempts = 1; ; attempts += 1) {
    const input = { RequestItems: { [tableName]: left } };
    const expected = (units * left.length) / items.length;
    const answer = (await sender.write('BatchWriteItem', input, expected, hasUnprocessed)) as BatchAnswer;
    const unprocessed = answer.UnprocessedItems?.[tableName] ?? [];
    if (unprocessed.length === 0) return;
    if (unprocessed.length < left.length) attempts = 0;
    if (attempts === ATTEMPTS_WITHOUT_PROGRESS) throw neverProcessed(tableName, unprocessed.length);
    left = unprocessed;
    await pause(attempts + 1, sender.signal);
  }
}

interface BatchAnswer {
  UnprocessedItems?: Record<string, object[]>;
}

const hasUnprocessed = (answer: object): boolean =>
  Object.values((answer as BatchAnswer).UnprocessedItems ?? {}).some(({ length }) => length > 0);

const neverProcessed = (tableName: string, count: number): BootstrapError =>
  new BootstrapError(
    'never-processed',
    `DynamoDB left ${count} items of a batch for table ${tableName} unprocessed ${ATTEMPTS_WITHOUT_PROGRESS} times in a row. ` +
      'The table is throttled: raise its capacity, or give a lower maxWriteUnits, and write again.',
  );
