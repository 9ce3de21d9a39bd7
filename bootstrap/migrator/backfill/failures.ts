import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { WireKey } from '../../bulk/attribute-values';
import { toNativeItem } from '../../bulk/native-values';
import { fencedWrite } from '../lock/fenced-write';
import type { HeldLock } from '../lock/held-lock';
import { type BackfillId, failureKey, failurePrefix } from './keys';
import { ledgerPages } from './ledger-pages';
import type { Failure } from './prepare-item';

/** An item that a backfill could not write. */
export interface RecordedFailure extends BackfillId, FailurePlace {
  key: { pk: string; sk: string };
  reason: string;
  /** ISO 8601, UTC. */
  at: string;
}

/** Where a backfill met it: in a segment, ahead of the checkpoint of that version. */
interface FailurePlace {
  segment: number;
  version: number;
}

export type PlacedFailure = Failure & FailurePlace;

/** A transaction has up to 100 actions, one of which is the check of the lock. */
const FAILURES_PER_TRANSACTION = 99;
/** An error that quotes what it was given is not to fill the ledger. */
const LONGEST_REASON = 1_024;

/**
 * Records items that can't be written; one that is recorded already gets its new reason.
 *
 * @throws {BootstrapError} `lock-lost`
 */
export async function recordFailures(
  client: DynamoDBClient,
  tableName: string,
  lock: HeldLock,
  id: BackfillId,
  failures: readonly PlacedFailure[],
): Promise<void> {
  const at = new Date().toISOString();
  for (let from = 0; from < failures.length; from += FAILURES_PER_TRANSACTION) {
    const part = failures.slice(from, from + FAILURES_PER_TRANSACTION);
    const puts = part.map(({ key, reason, segment, version }) => {
      const what = { key: { pk: key.pk.S, sk: key.sk.S }, reason: reason.slice(0, LONGEST_REASON), at };
      const recorded = marshall({ ...id, segment, version, ...what });
      return { Put: { TableName: tableName, Item: { ...toSdk(failureKey(id, segment, key)), ...recorded } } };
    });
    await fencedWrite(client, tableName, lock, puts);
  }
}

/** Those of a segment, of a backfill, of a migration, or of all migrations. */
export async function* readFailures(
  client: DynamoDBClient,
  tableName: string,
  of: Partial<BackfillId> = {},
  segment?: number,
): AsyncGenerator<RecordedFailure, void, void> {
  for await (const page of ledgerPages(client, tableName, failurePrefix(of, segment))) {
    for (const item of page) {
      const { pk: _pk, sk: _sk, ...failure } = toNativeItem(item);
      yield failure as unknown as RecordedFailure;
    }
  }
}

/**
 * The items could be written, or are not to be any more.
 *
 * @throws {BootstrapError} `lock-lost`
 */
export async function forgetFailures(
  client: DynamoDBClient,
  tableName: string,
  lock: HeldLock,
  failures: readonly RecordedFailure[],
): Promise<void> {
  const deletions = failures.map(({ key, segment, ...id }) => {
    const item: WireKey = { pk: { S: key.pk }, sk: { S: key.sk } };
    return { Delete: { TableName: tableName, Key: toSdk(failureKey(id, segment, item)) } };
  });
  for (let from = 0; from < deletions.length; from += FAILURES_PER_TRANSACTION) {
    await fencedWrite(client, tableName, lock, deletions.slice(from, from + FAILURES_PER_TRANSACTION));
  }
}

/**
 * Forgets, of recorded failures, those for which this does not hold, a transaction's worth at a time.
 *
 * @throws {BootstrapError} `lock-lost`
 */
export async function keepFailures(
  client: DynamoDBClient,
  tableName: string,
  lock: HeldLock,
  recorded: AsyncIterable<RecordedFailure>,
  isKept: (failure: RecordedFailure) => boolean,
): Promise<void> {
  let gone: RecordedFailure[] = [];
  for await (const failure of recorded) {
    if (isKept(failure) || gone.push(failure) < FAILURES_PER_TRANSACTION) continue;
    await forgetFailures(client, tableName, lock, gone);
    gone = [];
  }
  await forgetFailures(client, tableName, lock, gone);
}

/** Keys are strings, which have the same form in the SDK. */
const toSdk = ({ pk, sk }: WireKey) => ({ pk: { S: pk.S ?? '' }, sk: { S: sk.S ?? '' } });
