import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** A way to add the index's keys to all cities of a table. */
export type Way = (table: WayTable) => Promise<WayResult>;

export interface WayTable {
  client: DynamoDBClient;
  tableName: string;
}

export interface WayResult {
  /** Items that were changed, as far as the way itself knows. */
  items: number;
  /** Items that it read again, as somebody else had changed them: only ours looks. */
  conflicts?: number;
}

/** Requests at once of those ways that send many: as many as ours has at most. */
export const CONCURRENCY = 32;
