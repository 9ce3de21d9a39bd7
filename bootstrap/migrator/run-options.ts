import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { LedgerRecord } from './ledger';
import type { MigrationFile } from './migration';

/** What every run of the engine needs. */
export interface RunOptions {
  client: DynamoDBClient;
  tableName: string;
  /** All migrations there are, as `loadMigrations` finds them. */
  migrations: readonly MigrationFile[];
  /** Ends the run: waits are given up, and the migration that runs is recorded as failed. */
  signal?: AbortSignal;
  onEvent?(event: MigrationEvent): void;
}

export interface MigrationEvent {
  type: 'table-created' | 'applying' | 'reverting' | LedgerRecord['state'];
  /** Of the migration, or of the table that was created. */
  name: string;
  durationMilliseconds?: number;
}
