import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { WireKey } from '../../bulk/attribute-values';
import { toNativeItem } from '../../bulk/native-values';
import { fencedWrite } from '../lock/fenced-write';
import type { HeldLock } from '../lock/held-lock';
import { ledgerPages } from './checkpoint';
import { type BackfillId, failureKey, failurePrefix } from './keys';
import type { Failure } from './prepare-item';

/** An item that a backfill could not write. */
export interface RecordedFailure extends BackfillId {
  key: { pk: string; sk: string };
  reason: string;
  /** ISO 8601, UTC. */
  at: string;
}

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
  failures: readonly Failure[],
): Promise<void> {
  const at = new Date().toISOString();
  for (let from = 0; from < failures.length; from += FAILURES_PER_TRANSACTION) {
    const part = failures.slice(from, from + FAILURES_PER_TRANSACTION);
    const puts = part.map(({ key, reason }) => {
      const recorded = { ...id, key: { pk: key.pk.S, sk: key.sk.S }, reason: reason.slice(0, LONGEST_REASON), at };
      return { Put: { TableName: tableName, Item: { ...toSdk(failureKey(id, key)), ...marshall(recorded) } } };
    });
    await fencedWrite(client, tableName, lock, puts);
  }
}

/** Those of a migration, or of all migrations. */
export async function* readFailures(
  client: DynamoDBClient,
  tableName: string,
  migration?: string,
): AsyncGenerator<RecordedFailure, void, void> {
  for await (const page of ledgerPages(client, tableName, failurePrefix(migration))) {
    for (const item of page) {
      const { pk: _pk, sk: _sk, ...failure } = toNativeItem(item);
      yield failure as unknown as RecordedFailure;
    }
  }
}

/** The item could be written, or is not to be any more. */
export async function forgetFailure(
  client: DynamoDBClient,
  tableName: string,
  { key, ...id }: BackfillId & Pick<RecordedFailure, 'key'>,
): Promise<void> {
  const item: WireKey = { pk: { S: key.pk }, sk: { S: key.sk } };
  await client.send(new DeleteItemCommand({ TableName: tableName, Key: toSdk(failureKey(id, item)) }));
}

/** All of one backfill. */
export async function forgetFailures(client: DynamoDBClient, tableName: string, id: BackfillId): Promise<void> {
  for await (const failure of readFailures(client, tableName, id.migration)) {
    if (failure.direction === id.direction && failure.name === id.name) await forgetFailure(client, tableName, failure);
  }
}

/** Keys are strings, which have the same form in the SDK. */
const toSdk = ({ pk, sk }: WireKey) => ({ pk: { S: pk.S ?? '' }, sk: { S: sk.S ?? '' } });
