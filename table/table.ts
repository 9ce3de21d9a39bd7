import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Table as ToolboxTable } from 'dynamodb-toolbox/table';

/** The DynamoDB-Toolbox table that the entities and the access patterns are laid over. */
export type Table = ReturnType<typeof createTable>;

/**
 * The single table: its primary key, and the index `gsi1`, which looks items up by a second key. Each item carries the
 * name of its entity in `_et`, DynamoDB-Toolbox's default, so that one partition can hold several kinds of item.
 */
export function createTable(name: string, documentClient: DynamoDBDocumentClient) {
  return new ToolboxTable({
    name,
    documentClient,
    partitionKey: { name: 'pk', type: 'string' },
    sortKey: { name: 'sk', type: 'string' },
    indexes: {
      gsi1: {
        type: 'global',
        partitionKey: { name: 'gsi1pk', type: 'string' },
        sortKey: { name: 'gsi1sk', type: 'string' },
      },
    },
  });
}
