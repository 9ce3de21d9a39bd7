import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Table as ToolboxTable } from 'dynamodb-toolbox/table';

/** The DynamoDB-Toolbox table that the entities and the access patterns are laid over. */
export type Table = ReturnType<typeof createTable>;

/** The name of one of its indexes. */
export type IndexName = Extract<keyof Table['indexes'], string>;

/**
 * The single table: its primary key, the index `gsi1`, which looks items up by a second key, and the index
 * `usersByDateOfBirth`, which orders the users of a company by an attribute. Each item carries the name of its entity in
 * `_et`, DynamoDB-Toolbox's default, so that one partition can hold several kinds of item.
 *
 * @param documentClient may be left out where the table is only described
 */
export function createTable(name: string, documentClient?: DynamoDBDocumentClient) {
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
      usersByDateOfBirth: {
        type: 'global',
        partitionKey: { name: 'pk', type: 'string' },
        sortKey: { name: 'dateOfBirth', type: 'string' },
      },
    },
  });
}
