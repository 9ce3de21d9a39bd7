import { type AttributeValue, ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { WireItem, WireKey, WireValue } from '../../bulk/attribute-values';
import type { Sender } from '../../bulk/sender';
import type { BootstrapError } from '../../errors';
import { fencedWrite } from '../lock/fenced-write';
import { type HeldLock, lockLost } from '../lock/held-lock';
import { type BackfillId, checkpointKey, checkpointPrefix } from './keys';
import { readLedgerItems } from './ledger-pages';

/** How far one segment of a backfill is: all before its position is done, and acknowledged. */
export interface Checkpoint {
  segment: number;
  isDone: boolean;
  /** Key of the last item that is done; undefined: none is. */
  position?: WireKey;
  counts: SegmentCounts;
  /** Grows with each write of it. */
  version: number;
}

/** What was done in a segment, over all runs. */
export interface SegmentCounts {
  /** Items that were read. */
  scanned: number;
  /** Of these, those that match. */
  matched: number;
  /** Items that were changed. */
  updated: number;
  /** Items that were deleted. */
  removed: number;
  /** Items that matched, and are as the transform wants them already. */
  unchanged: number;
  /** Items that can't be written, and were recorded. */
  failed: number;
  /** How often somebody else had changed an item between our read and our write, so that it was read again. */
  conflicts: number;
}

export const NO_COUNTS: SegmentCounts = {
  scanned: 0,
  matched: 0,
  updated: 0,
  removed: 0,
  unchanged: 0,
  failed: 0,
  conflicts: 0,
};

/** What all writes of checkpoints need: whose they are, and the token of the lock that this run holds. */
export interface CheckpointStore {
  sender: Sender;
  tableName: string;
  id: BackfillId;
  token: number;
}

/** Those that are there: a segment that was never begun has none. One Query, consistent. */
export async function readCheckpoints(
  client: DynamoDBClient,
  tableName: string,
  id: BackfillId,
): Promise<Checkpoint[]> {
  return (await readLedgerItems(client, tableName, checkpointPrefix(id))).map(toCheckpoint);
}

/**
 * Makes a segment's checkpoint this run's own: from now on whoever held the lock before can't write it any more. Fenced, as
 * the checkpoint may not be there any more: whoever lost the lock without a notice must not begin anew what was done and
 * forgotten meanwhile.
 *
 * @throws {BootstrapError} `lock-lost`
 */
export async function claimCheckpoint(
  client: DynamoDBClient,
  lock: HeldLock,
  store: CheckpointStore,
  segment: number,
): Promise<Checkpoint> {
  const { tableName, id, token } = store;
  const Update = {
    TableName: tableName,
    Key: checkpointKey(id, segment) as Record<string, AttributeValue>,
    UpdateExpression: 'SET #token = :token, #segment = :segment',
    ExpressionAttributeNames: { '#token': 'token', '#segment': 'segment' },
    ExpressionAttributeValues: { ':token': { N: String(token) }, ':segment': { N: String(segment) } },
  };
  await fencedWrite(client, tableName, lock, [{ Update }]);
  return readOwn(store, segment);
}

/** @throws {BootstrapError} `lock-lost` */
export async function saveCheckpoint(store: CheckpointStore, checkpoint: Checkpoint): Promise<void> {
  const { sender, tableName, id } = store;
  const input = { TableName: tableName, ...toUpdate(store, checkpoint), ConditionExpression: '#token = :token' };
  try {
    await sender.write('UpdateItem', input, 1);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    throw lockLost(tableName, `somebody else has taken up backfill ${id.name} of ${id.migration}`);
  }
}

/**
 * The checkpoint as it is stored, where it is this run's, and as far as this one.
 *
 * @throws {BootstrapError} `lock-lost` where another run has written it
 */
export async function requireSaved(
  store: CheckpointStore,
  { segment, version }: Pick<Checkpoint, 'segment' | 'version'>,
): Promise<Checkpoint> {
  const checkpoint = await readOwn(store, segment);
  if (checkpoint.version === version) return checkpoint;
  throw isAnothers(store, segment);
}

/** A consistent read. */
async function readOwn(store: CheckpointStore, segment: number): Promise<Checkpoint> {
  const { sender, tableName, id, token } = store;
  const input = { TableName: tableName, Key: checkpointKey(id, segment), ConsistentRead: true };
  const { Item } = (await sender.read('GetItem', input, 1)) as { Item?: WireItem };
  if (Item?.token?.N === String(token)) return toCheckpoint(Item);
  throw isAnothers(store, segment);
}

const isAnothers = ({ tableName, id }: CheckpointStore, segment: number): BootstrapError =>
  lockLost(tableName, `segment ${segment} of backfill ${id.name} was worked off by another run`);

/**
 * The update of a checkpoint as a part of a transaction: that the one before it is still there is its condition, so that
 * it is written once, and what is written with it too.
 */
export function checkpointInTransaction(store: CheckpointStore, checkpoint: Checkpoint) {
  const update = toUpdate(store, checkpoint);
  const previous = checkpoint.version - 1;
  return {
    TableName: store.tableName,
    ...update,
    ConditionExpression:
      previous === 0 ? '#token = :token AND attribute_not_exists(version)' : '#token = :token AND version = :previous',
    ExpressionAttributeValues: {
      ...update.ExpressionAttributeValues,
      ...(previous > 0 && { ':previous': number(previous) }),
    },
  };
}

function toUpdate({ id, token }: CheckpointStore, { segment, isDone, position, counts, version }: Checkpoint) {
  return {
    Key: checkpointKey(id, segment),
    UpdateExpression: `SET isDone = :isDone, counts = :counts, version = :version${position ? ', #position = :position' : ''}`,
    ExpressionAttributeNames: { '#token': 'token', ...(position && { '#position': 'position' }) },
    ExpressionAttributeValues: {
      ':token': number(token),
      ':isDone': { BOOL: isDone },
      ':counts': { M: Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, number(count)])) },
      ':version': number(version),
      ...(position && { ':position': { M: position } }),
    } as WireItem,
  };
}

function toCheckpoint({ segment, isDone, position, counts, version }: WireItem): Checkpoint {
  return {
    segment: Number(segment?.N),
    isDone: isDone?.BOOL ?? false,
    position: position?.M as WireKey | undefined,
    counts: { ...NO_COUNTS, ...toCounts(counts) },
    version: Number(version?.N ?? 0),
  };
}

const toCounts = (counts: WireValue | undefined): Partial<SegmentCounts> =>
  Object.fromEntries(Object.entries(counts?.M ?? {}).map(([name, { N }]) => [name, Number(N)]));

const number = (value: number): WireValue => ({ N: String(value) });
