import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { LEDGER_PARTITION } from '../../table/ledger-keys';
import type { Situation } from './setting';
import { tableNameOf } from './update-table';

/** What Groundwork has to know of a table's settings and DynamoDB does not tell. Kept in the table itself. */
export interface Memory {
  /** Keys of the tags that Groundwork set, so that it removes no other. */
  tagKeys: string[];
  /** ARN of the account's `aws/dynamodb` key: in a description it looks like any other KMS key. */
  awsManagedKeyArn?: string;
}

type Place = Pick<Situation, 'client' | 'table'>;

const KEY = { pk: { S: LEDGER_PARTITION }, sk: { S: 'settings' } };

/** One consistent GetItem. */
export async function readMemory({ client, table }: Place): Promise<Memory> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: tableNameOf(table), Key: KEY, ConsistentRead: true }),
  );
  return { tagKeys: Item?.tagKeys?.SS ?? [], awsManagedKeyArn: Item?.awsManagedKeyArn?.S };
}

/** Adds to what is remembered: one UpdateItem, or none where there is nothing to add. Several may do it at once. */
export async function remember(
  { client, table }: Place,
  { tagKeys = [], awsManagedKeyArn }: Partial<Memory>,
): Promise<void> {
  const clauses = [
    ...(awsManagedKeyArn ? ['SET awsManagedKeyArn = :awsManagedKeyArn'] : []),
    ...(tagKeys.length > 0 ? ['ADD tagKeys :tagKeys'] : []),
  ];
  if (clauses.length === 0) return;
  await client.send(
    new UpdateItemCommand({
      TableName: tableNameOf(table),
      Key: KEY,
      UpdateExpression: clauses.join(' '),
      ExpressionAttributeValues: {
        ...(awsManagedKeyArn && { ':awsManagedKeyArn': { S: awsManagedKeyArn } }),
        ...(tagKeys.length > 0 && { ':tagKeys': { SS: tagKeys } }),
      },
    }),
  );
}

/** These tags are not Groundwork's any more: one UpdateItem, or none for none. */
export async function forgetTags({ client, table }: Place, tagKeys: string[]): Promise<void> {
  if (tagKeys.length === 0) return;
  await client.send(
    new UpdateItemCommand({
      TableName: tableNameOf(table),
      Key: KEY,
      UpdateExpression: 'DELETE tagKeys :tagKeys',
      ExpressionAttributeValues: { ':tagKeys': { SS: tagKeys } },
    }),
  );
}
