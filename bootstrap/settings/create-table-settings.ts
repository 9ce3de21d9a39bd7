import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { TableSettings } from '../../table/deployment';
import { toBillingInput } from './billing';
import { keyArnOf, toEncryptionSpecification } from './encryption';
import { remember } from './memory';
import type { SettleOptions } from './setting';
import { toStreamSpecification } from './stream';

/**
 * What CreateTable can set at once, for a table that is made now: all but point-in-time recovery and time to live; and but
 * tags, which have to be remembered as Groundwork's before they are set, in the table itself. A setting that is undefined
 * is left out, so that the result can be spread over defaults.
 */
export function createTableSettings(settings: TableSettings): Partial<CreateTableCommandInput> {
  const { billing, deletionProtection, stream, encryption, tableClass } = settings;
  return {
    ...(billing !== undefined && toBillingInput(billing)),
    ...(deletionProtection !== undefined && { DeletionProtectionEnabled: deletionProtection }),
    ...(stream !== undefined && { StreamSpecification: toStreamSpecification(stream) }),
    ...(encryption !== undefined && { SSESpecification: toEncryptionSpecification(encryption) }),
    ...(tableClass !== undefined && { TableClass: tableClass }),
  };
}

/**
 * Remembers what `createTableSettings` gave the table and DynamoDB will not tell: which key is the account's
 * `aws/dynamodb`. Once, after the table was made; without that key it costs nothing.
 */
export async function rememberCreated({
  client,
  table,
  settings,
}: Pick<SettleOptions, 'client' | 'table' | 'settings'>): Promise<void> {
  if (settings.encryption === 'aws-managed') await remember({ client, table }, { awsManagedKeyArn: keyArnOf(table) });
}
