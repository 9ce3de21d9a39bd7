import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { keyText, type WireItem, type WireKey } from '../../bulk/attribute-values';
import type { HeldLock } from '../lock/held-lock';
import { NO_COUNTS } from './checkpoint';
import { forgetFailure, type RecordedFailure, readFailures, recordFailures } from './failures';
import type { BackfillId } from './keys';
import { preparePage, settleOutcomes } from './page';
import type { Change } from './prepare-item';
import { writeAndForget } from './retry-once';
import { type Outcome, readAgain, type WriteTools, writeChanges } from './write-changes';

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
  for await (const failure of readFailures(client, tableName, id.migration)) {
    if (failure.direction !== id.direction || failure.name !== id.name) continue;
    if (part.push(failure) < ITEMS_AT_ONCE) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

async function retryPart(tools: RetryTools, id: BackfillId, recorded: readonly RecordedFailure[]): Promise<Retried> {
  const found = await Promise.all(recorded.map(({ key }) => readItem(tools, key)));
  const items = found.filter((item) => item !== undefined);
  const { changes, failures, counts } = preparePage(items, tools.preparation);
  failures.push(...settleOutcomes(await write(tools, id, changes), counts));
  await recordFailures(tools.client, tools.tableName, tools.lock, id, failures);
  const isFailed = new Set(failures.map(({ key }) => keyText(key)));
  const settled = recorded.filter(({ key }) => !isFailed.has(keyText(toWireKey(key))));
  await Promise.all(settled.map((failure) => forgetFailure(tools.client, tools.tableName, failure)));
  const { updated, removed, unchanged } = { ...NO_COUNTS, ...counts };
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
const write = (tools: RetryTools, id: BackfillId, changes: readonly Change[]): Promise<Outcome[]> =>
  tools.exactlyOnce
    ? Promise.all(changes.map((change) => writeAndForget(tools, id, change)))
    : writeChanges(tools, changes);

const toWireKey = ({ pk, sk }: RecordedFailure['key']): WireKey => ({ pk: { S: pk }, sk: { S: sk } });
