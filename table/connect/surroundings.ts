import type { DynamoDBClient, DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/**
 * What `connect()` has to know of the place it runs in. There are two: inside a deployed function (`in-function.ts`) and
 * everywhere else (`bootstrap/surroundings.ts`). The package's import `#surroundings` picks one by the condition
 * `groundwork-function`, which only the bundler of functions sets: what prepares a table can't get into a bundle.
 */
export interface Surroundings {
  getTableName(): string;
  clientConfiguration(): DynamoDBClientConfig;
  /** Resolves when the table may be used: made and migrated, or found to be so. */
  prepare(client: DynamoDBClient, tableName: string): Promise<void>;
}
