import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What each step of a migration needs to work on the table. */
export interface StepOptions {
  client: DynamoDBClient;
  tableName: string;
  /** In DynamoDB Local. */
  isLocal?: boolean;
  signal?: AbortSignal;
  /** Something a person should know, though the step went well. */
  onWarning?(message: string): void;
}
