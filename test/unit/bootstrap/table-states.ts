import {
  type GlobalSecondaryIndexDescription,
  ResourceNotFoundException,
  type TableDescription,
  type TableStatus,
} from '@aws-sdk/client-dynamodb';

/** What DescribeTable answers for a table of Groundwork's in some state. */
export function described(TableStatus: TableStatus, more: TableDescription = {}): { Table: TableDescription } {
  return {
    Table: {
      TableName: 'things',
      TableStatus,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk'].map((AttributeName) => ({
        AttributeName,
        AttributeType: 'S',
      })),
      ...more,
    },
  };
}

/** The same for a table with one index. */
export const describedWithIndex = (index: GlobalSecondaryIndexDescription, more: TableDescription = {}) =>
  described('ACTIVE', { GlobalSecondaryIndexes: [index], ...more });

/** What it answers where there is no table. */
export const notFound = () => new ResourceNotFoundException({ $metadata: {}, message: 'Requested resource not found' });
