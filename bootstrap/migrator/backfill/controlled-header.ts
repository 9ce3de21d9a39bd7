import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { toNativeItem } from '../../bulk/native-values';
import type { BackfillHeader } from './backfill-header';
import { type BackfillId, headerKey, headerPrefix } from './keys';
import { readLedgerItems } from './ledger-pages';

/** A header as those see it who want something of a run that is not theirs. */
export interface ControlledHeader extends BackfillHeader {
  /** Of the run that wrote it last. */
  token: number;
}

/** The headers of backfills that have not come to their end: the one of the last run first. */
export async function readUnfinished(client: DynamoDBClient, tableName: string): Promise<ControlledHeader[]> {
  return (await readLedgerItems(client, tableName, headerPrefix()))
    .map((item) => toNativeItem(item) as unknown as ControlledHeader)
    .filter(({ state }) => state !== 'done')
    .sort((one, other) => other.token - one.token);
}

/** Some of what UpdateItem takes. */
interface HeaderUpdate {
  UpdateExpression: string;
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues: Record<string, AttributeValue>;
}

/** Without the lock, which the run holds. False where the header is not as the condition says, any more. */
export async function updateHeader(
  { client, tableName }: { client: DynamoDBClient; tableName: string },
  id: BackfillId,
  update: HeaderUpdate,
): Promise<boolean> {
  const { pk, sk } = headerKey(id);
  const Key = { pk: { S: pk.S ?? '' }, sk: { S: sk.S ?? '' } };
  try {
    await client.send(new UpdateItemCommand({ TableName: tableName, Key, ...update }));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
