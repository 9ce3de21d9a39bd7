import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { TableSettings } from '../../table/deployment';
import { toBillingInput } from './billing';
import { keyArnOf, toEncryptionSpecification } from './encryption';
import { remember } from './memory';
import type { SettleOptions } from './setting';
import { toStreamSpecification } from './stream';
import { toTagList } from './tags';

/**
 * What CreateTable can set at once, for a table that is made now: all but point-in-time recovery and time to live. A
 * setting that is undefined is left out, so that the result can be spread over defaults.
 */
export function createTableSettings(settings: TableSettings): Partial<CreateTableCommandInput> {
  const { billing, deletionProtection, stream, encryption, tableClass, tags } = settings;
  const tagList = toTagList(tags ?? {});
  return {
    ...(billing !== undefined && toBillingInput(billing)),
    ...(deletionProtection !== undefined && { DeletionProtectionEnabled: deletionProtection }),
    ...(stream !== undefined && { StreamSpecification: toStreamSpecification(stream) }),
    ...(encryption !== undefined && { SSESpecification: toEncryptionSpecification(encryption) }),
    ...(tableClass !== undefined && { TableClass: tableClass }),
    ...(tagList.length > 0 && { Tags: tagList }),
  };
}

/**
 * Remembers what `createTableSettings` gave the table and DynamoDB will not tell: that its tags are Groundwork's, and which
 * key is the account's `aws/dynamodb`. Once, after the table was made; without tags and that key it costs nothing.
 */
export async function rememberCreated({
  client,
  table,
  settings,
}: Pick<SettleOptions, 'client' | 'table' | 'settings'>): Promise<void> {
  await remember(
    { client, table },
    {
      tagKeys: Object.keys(settings.tags ?? {}),
      awsManagedKeyArn: settings.encryption === 'aws-managed' ? keyArnOf(table) : undefined,
    },
  );
}
