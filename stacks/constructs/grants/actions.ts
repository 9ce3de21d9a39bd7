import type { ReadAction, WriteAction } from '../../../table/rights';

/**
 * What each verb allows, by the actions' bare names. Each list is the verb's whole set; a grant names the few of it that its
 * function uses. Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB".
 */

/**
 * Reads of items whose keys, or whose partition, are known. ConditionCheckItem is a read that a transaction makes: it needs
 * it beside PutItem and the others, for the items that it only looks at. Scan is not here: it reads the whole table, which a
 * function that serves requests should not be able to do, so it is a verb of its own.
 */
export const READ_ACTIONS = ['GetItem', 'BatchGetItem', 'Query', 'ConditionCheckItem'] as const satisfies ReadAction[];

/** Writes of items. A transaction needs the actions of its items: TransactWriteItems is no action of IAM's. */
export const WRITE_ACTIONS = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'] as const satisfies WriteAction[];

/** An index takes no other read than these: GetItem and BatchGetItem find items of the table alone. */
export const INDEX_READ_ACTIONS = ['Query'] as const;

/** The whole table, or a whole index. */
export const SCAN_ACTIONS = ['Scan'] as const;

/** What an event source mapping does with a stream in the name of its function's role. */
export const STREAM_ACTIONS = ['DescribeStream', 'GetRecords', 'GetShardIterator'] as const;

/**
 * Lambda wants this one as well. It lists the streams of the account, not one of them: AWS knows no resource for it but `*`,
 * and takes a stream's ARN for nothing.
 */
export const STREAM_LIST_ACTIONS = ['ListStreams'] as const;

/**
 * DynamoDB uses the table's own key in the caller's name: who reads has to be allowed to decrypt with it.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 */
export const KEY_READ_ACTIONS = ['kms:Decrypt', 'kms:DescribeKey'] as const;

/** The same page, for who writes; its ReEncrypt* and GenerateDataKey* are written out. */
export const KEY_WRITE_ACTIONS = [
  ...KEY_READ_ACTIONS,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
] as const;
