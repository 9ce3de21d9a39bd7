import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { keyText, type WireItem, type WireKey } from '../../bulk/attribute-values';
import { settleAll } from '../../bulk/settle-all';
import type { HeldLock } from '../lock/held-lock';
import { forgetFailures, type RecordedFailure, readFailures, recordFailures } from './failures';
import type { BackfillId } from './keys';
import { settleOutcomes, tally } from './page';
import { type Change, prepareItem } from './prepare-item';
import { readAgain } from './read-again';
import { writeAndForget } from './retry-once';
import { type Outcome, type WriteTools, writeChanges } from './write-changes';

/** What became of the failed items of a backfill. */
export interface Retried {
  updated: number;
  removed: number;
  /** They are as the transform wants them. */
  unchanged: number;
  /** They were deleted, or match no more. */
  gone: number;
  /** They still can't be written: they stay recorded, with the reason of now. */
  failed: number;
}

export interface RetryTools extends WriteTools {
  client: DynamoDBClient;
  lock: HeldLock;
  exactlyOnce: boolean;
}

/** So many are read, and then written, at a time: there may be more of them than fit into memory. */
const ITEMS_AT_ONCE = 100;

/** Tries the failed items of one backfill again, each as it is now. */
export async function retryItems(tools: RetryTools, id: BackfillId): Promise<Retried> {
  const retried: Retried = { updated: 0, removed: 0, unchanged: 0, gone: 0, failed: 0 };
  for await (const failures of inParts(tools, id)) {
    const part = await retryPart(tools, id, failures);
    for (const kind of Object.keys(retried) as (keyof Retried)[]) retried[kind] += part[kind];
  }
  return retried;
}

async function* inParts({ client, tableName }: RetryTools, id: BackfillId): AsyncGenerator<RecordedFailure[]> {
  let part: RecordedFailure[] = [];
  for await (const failure of readFailures(client, tableName, id)) {
    if (part.push(failure) < ITEMS_AT_ONCE) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

async function retryPart(tools: RetryTools, id: BackfillId, recorded: readonly RecordedFailure[]): Promise<Retried> {
  const places = new Map(recorded.map((failure) => [keyText(toWireKey(failure.key)), failure]));
  const placeOf = (key: WireKey) => places.get(keyText(key)) as RecordedFailure;
  const found = await settleAll(recorded.map(({ key }) => readItem(tools, key)));
  const items = found.filter((item) => item !== undefined);
  const { changes, failures, counts } = tally(items.map((item) => prepareItem(item, tools.preparation)));
  failures.push(...settleOutcomes(await write(tools, changes, placeOf), counts));
  const still = failures.map((failure) => ({ ...placeOf(failure.key), ...failure }));
  await recordFailures(tools.client, tools.tableName, tools.lock, id, still);
  for (const { key } of failures) places.delete(keyText(key));
  await forgetFailures(tools.client, tools.tableName, tools.lock, [...places.values()]);
  const { updated, removed, unchanged } = counts;
  const failed = failures.length;
  return { updated, removed, unchanged, failed, gone: recorded.length - updated - removed - unchanged - failed };
}

/** One that is outside the partition which the backfill is about now does not match any more. */
async function readItem(tools: RetryTools, key: RecordedFailure['key']): Promise<WireItem | undefined> {
  const { partition } = tools.matcher;
  const isOutside = partition && (key.pk !== partition.partition || !key.sk.startsWith(partition.sortKeyPrefix ?? ''));
  return isOutside ? undefined : readAgain(tools, toWireKey(key));
}

/** Without `exactlyOnce` an item that was written, and then not forgotten, is found as it is to be the next time. */
const write = (
  tools: RetryTools,
  changes: readonly Change[],
  placeOf: (key: WireKey) => RecordedFailure,
): Promise<Outcome[]> =>
  tools.exactlyOnce
    ? settleAll(changes.map((change) => writeAndForget(tools, placeOf(change.key), change)))
    : writeChanges(tools, changes);

const toWireKey = ({ pk, sk }: RecordedFailure['key']): WireKey => ({ pk: { S: pk }, sk: { S: sk } });
