import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SettingChange } from '../settings/setting';
import type { BackfillProgress } from './backfill/backfill-totals';
import type { CheckOptions } from './check';
import type { LedgerRecord } from './ledger';
import type { LockItem } from './lock/lock-item';
import type { MigrationFile } from './migration';

/** What every run of the engine needs. */
export interface RunOptions extends CheckOptions {
  client: DynamoDBClient;
  tableName: string;
  /** All migrations there are, as `loadMigrations` finds them. */
  migrations: readonly MigrationFile[];
  /** The table is in DynamoDB Local: settings that it does not have are skipped by name. Default: false. */
  isLocal?: boolean;
  /** The AWS identity that runs them, where it is known; user, host and process are found by themselves. */
  identity?: string;
  /** How long another holder of the lock is waited for; 0: not at all. Default: two leases. */
  waitMilliseconds?: number;
  /** How long the lock lasts without a sign of life. Default: 30 s. */
  leaseMilliseconds?: number;
  /** Ends the run: waits are given up, and the migration that runs is recorded as failed. */
  signal?: AbortSignal;
  onEvent?(event: MigrationEvent): void;
}

export type MigrationEvent =
  | {
      type: 'table-created' | 'applying' | 'reverting' | LedgerRecord['state'];
      /** Of the migration, or of the table that was created. */
      name: string;
      durationMilliseconds?: number;
    }
  | { type: 'setting'; change: SettingChange }
  | { type: 'skipped'; setting: string; reason: string }
  | { type: 'waiting'; holder: LockItem }
  /** Applied expand migrations that are newer than this code. */
  | { type: 'ahead'; names: readonly string[] }
  /** About once a second, and once at its end. */
  | { type: 'backfill'; progress: BackfillProgress; isLast: boolean }
  | { type: 'warning'; message: string };
