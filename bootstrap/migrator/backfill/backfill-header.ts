import { type DynamoDBClient, type TransactWriteItem, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { WireItem } from '../../bulk/attribute-values';
import { toNativeItem } from '../../bulk/native-values';
import { fencedWrite } from '../lock/fenced-write';
import type { HeldLock } from '../lock/held-lock';
import type { BackfillProgress, BackfillTotals } from './backfill-totals';
import { type BackfillId, headerKey, headerPrefix } from './keys';
import { readLedgerItems } from './ledger-pages';

/** What the ledger knows of one backfill as a whole. It is kept until its migration is applied, or reverted. */
export interface BackfillHeader extends BackfillId {
  state: 'running' | 'paused' | 'stopped' | 'done';
  segments: number;
  /** `Matcher.text` */
  match: string;
  /** Checksum of the transform's source. */
  transform: string;
  exactlyOnce: boolean;
  /** Somebody has accepted that its transform and its filter are others now. */
  mayHaveChanged?: boolean;
  /** Who runs it, or did last. */
  by: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  finishedAt?: string;
  totals: BackfillTotals;
  /** As it was a second or two ago, while it runs; else as it was at the end of its run. */
  progress?: BackfillProgress;
  /** Units per second, in place of what the migration says: `yarn migrate limit`. Null: no limit. */
  limits?: { readUnits?: number | null; writeUnits?: number | null };
  /** Somebody has asked it to stop: `yarn migrate pause`. */
  pause?: { by: string; at: string };
}

/** Those of a migration, or of all migrations, finished ones among them. */
export async function readHeaders(
  client: DynamoDBClient,
  tableName: string,
  migration?: string,
): Promise<BackfillHeader[]> {
  return (await readLedgerItems(client, tableName, headerPrefix(migration))).map(toHeader);
}

const EXCHANGE_TIMEOUT_MILLISECONDS = 5_000;

type Changes = Partial<Omit<BackfillHeader, keyof BackfillId>>;

/**
 * Sets attributes of a header at the beginning or the end of a run; one that is undefined is removed. The rest, which
 * others may write meanwhile, stays.
 *
 * @throws {BootstrapError} `lock-lost`
 */
export async function writeHeader(
  client: DynamoDBClient,
  tableName: string,
  lock: HeldLock,
  id: BackfillId,
  changes: Changes,
): Promise<void> {
  await fencedWrite(client, tableName, lock, [{ Update: toUpdate(tableName, id, lock.token, changes) }]);
}

/**
 * Notes how far a run is, and learns what others want of it.
 *
 * @throws ConditionalCheckFailedException where the backfill is another run's by now
 */
export async function exchange(
  client: DynamoDBClient,
  tableName: string,
  { token }: HeldLock,
  signal: AbortSignal,
  id: BackfillId,
  progress: BackfillProgress,
): Promise<Pick<BackfillHeader, 'limits' | 'pause'>> {
  const update = toUpdate(tableName, id, token, { progress });
  const { Attributes = {} } = await client.send(
    new UpdateItemCommand({ ...update, ConditionExpression: '#token = :token', ReturnValues: 'ALL_NEW' }),
    // The next one asks anew, and whoever ends the run waits for this one.
    { abortSignal: AbortSignal.any([signal, AbortSignal.timeout(EXCHANGE_TIMEOUT_MILLISECONDS)]) },
  );
  const { limits, pause } = unmarshall(Attributes);
  return { limits, pause };
}

type Update = NonNullable<TransactWriteItem['Update']>;

function toUpdate(tableName: string, id: BackfillId, token: number, changes: Changes): Update {
  const all = Object.entries({ ...changes, ...id, format: 1, token });
  const names = Object.fromEntries(all.map(([name]) => [`#${name}`, name]));
  const kept = all.filter(([, value]) => value !== undefined);
  const gone = all.filter(([, value]) => value === undefined).map(([name]) => `#${name}`);
  return {
    TableName: tableName,
    Key: headerKey(id) as Update['Key'],
    UpdateExpression: `SET ${kept.map(([name]) => `#${name} = :${name}`).join(', ')}${gone.length > 0 ? ` REMOVE ${gone.join(', ')}` : ''}`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: marshall(Object.fromEntries(kept.map(([name, value]) => [`:${name}`, value])), {
      removeUndefinedValues: true,
    }),
  };
}

function toHeader(item: WireItem): BackfillHeader {
  const { pk: _pk, sk: _sk, format: _format, token: _token, ...header } = toNativeItem(item);
  return header as unknown as BackfillHeader;
}
