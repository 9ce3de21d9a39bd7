import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { LEDGER_PARTITION, migrationRecordKey } from '../../table/ledger-keys';
import type { BackfillTotals } from './backfill/backfill-totals';
import { LEDGER_UPGRADES, ledgerFormat, upgradeRecord } from './ledger-format';
import { type Fence, fencedPut } from './lock/fenced-write';
import type { Phase } from './migration';

/** What the ledger knows of one migration. Only `applied` counts as done: all else runs again. */
export interface LedgerRecord {
  name: string;
  state: 'running' | 'applied' | 'failed' | 'reverted';
  phase: Phase;
  /** SHA-256 of the source it was run from, in hexadecimal. */
  checksum: string;
  /** Who ran it: user, host and process, the CI job and the AWS identity where they are known. */
  by: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  finishedAt?: string;
  durationMilliseconds?: number;
  /** Message of the error that ended it, where it failed. */
  error?: string;
  /** What each of its backfills did, by their names. */
  backfills?: Record<string, BackfillTotals>;
  /** Its file may be missing: somebody has accepted that. */
  fileMayBeMissing?: boolean;
  /**
   * The newest migration of the code for which that was accepted, where this one is newer than every file of it. Older code
   * is not meant: it may need what this one has taken away.
   */
  acceptedFrom?: string;
}

/** A migration's state, as it is said of it. */
export const BECAME: Record<LedgerRecord['state'], string> = {
  running: 'has begun and not ended',
  applied: 'is applied',
  failed: 'has failed',
  reverted: 'is reverted',
};

/**
 * The ledger's records, in the order of their names and in today's form: consistent reads, all pages (a page ends at 1 MB).
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 *
 * @throws {BootstrapError} `ledger-newer`
 */
export async function readLedger(
  client: DynamoDBClient,
  tableName: string,
  upgrades = LEDGER_UPGRADES,
): Promise<LedgerRecord[]> {
  const pages = paginateQuery(
    { client },
    {
      TableName: tableName,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :partition AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':partition': { S: LEDGER_PARTITION }, ':prefix': { S: migrationRecordKey('') } },
    },
  );
  const records: LedgerRecord[] = [];
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const { pk: _pk, sk: _sk, ...record } = unmarshall(item);
      records.push(upgradeRecord(record, tableName, upgrades) as unknown as LedgerRecord);
    }
  }
  return records;
}

/**
 * Writes one record in place of the one that was there, in today's form whatever that one's was.
 *
 * @param fence the lock: whoever lost it writes nothing
 * @throws {BootstrapError} `lock-lost`
 */
export async function writeRecord(
  client: DynamoDBClient,
  tableName: string,
  fence: Fence,
  record: LedgerRecord,
  upgrades = LEDGER_UPGRADES,
): Promise<void> {
  const item = { pk: LEDGER_PARTITION, sk: migrationRecordKey(record.name), format: ledgerFormat(upgrades), ...record };
  await fencedPut(client, tableName, fence, marshall(item, { removeUndefinedValues: true }));
}
