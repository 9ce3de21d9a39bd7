import { type AttributeValue, type DynamoDBClient, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { LEDGER_PARTITION, migrationRecordKey } from '../../table/ledger-keys';
import type { Phase } from './migration';

/** What the ledger knows of one migration. Only `applied` counts as done: all else runs again. */
export interface LedgerRecord {
  name: string;
  state: 'running' | 'applied' | 'failed' | 'reverted';
  phase: Phase;
  /** Who ran it: user, host and process. */
  by: string;
  /** ISO 8601, UTC. */
  startedAt: string;
  finishedAt?: string;
  durationMilliseconds?: number;
  /** Message of the error that ended it, where it failed. */
  error?: string;
}

/**
 * The ledger's records, in the order of their names: consistent reads, all pages (a page ends at 1 MB).
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 */
export async function readLedger(client: DynamoDBClient, tableName: string): Promise<LedgerRecord[]> {
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
  for await (const page of pages) records.push(...(page.Items ?? []).map(toRecord));
  return records;
}

/** Writes one record, in place of the one that was there. */
export async function writeRecord(client: DynamoDBClient, tableName: string, record: LedgerRecord): Promise<void> {
  await client.send(
    new PutItemCommand({
      TableName: tableName,
      Item: marshall(
        { pk: LEDGER_PARTITION, sk: migrationRecordKey(record.name), ...record },
        { removeUndefinedValues: true },
      ),
    }),
  );
}

function toRecord(item: Record<string, AttributeValue>): LedgerRecord {
  const { pk: _pk, sk: _sk, ...record } = unmarshall(item);
  return record as LedgerRecord;
}
