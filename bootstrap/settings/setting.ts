import type { DynamoDBClient, TableDescription } from '@aws-sdk/client-dynamodb';
import type { TableSettings } from '../../table/deployment';

/** A change of one setting; printed as `setting: old → new`. */
export interface SettingChange {
  setting: string;
  from: string;
  to: string;
}

export interface SettleOptions {
  client: DynamoDBClient;
  /** The table as it was read last; ACTIVE. */
  table: TableDescription;
  /** What is declared. A setting that is undefined is not managed: it stays as it is, and no request is spent on it. */
  settings: TableSettings;
  /** True on `local`: what DynamoDB Local does not have is skipped by name. The same answer from AWS is an error. */
  skipUnsupported: boolean;
  signal?: AbortSignal;
  /** For each setting: how long to try, and how long to wait until the change is in effect. Default: 10 minutes. */
  timeoutMilliseconds?: number;
  /** A change is in effect. */
  onChange?(change: SettingChange): void;
  onSkip?(setting: string, reason: string): void;
}

/** What a setting needs to know to find its change and to make it. */
export type Situation = Pick<SettleOptions, 'client' | 'table' | 'settings' | 'signal' | 'timeoutMilliseconds'>;

/** What one setting lacks. */
export interface Step {
  from: string;
  to: string;
  /**
   * Makes the change and waits until it is in effect.
   *
   * @returns the table's new description, where it changed
   */
  apply(): Promise<TableDescription | undefined>;
}

/** One setting of a table. */
export interface Setting {
  name: keyof TableSettings;
  /** What is to be done so that the table is as declared; undefined where it is. Reads only. */
  plan(situation: Situation): Promise<Step | undefined>;
  /** What a person can do where DynamoDB refuses the change: its limit in words. */
  remedy: string;
  /** DynamoDB Local takes it in CreateTable without keeping it, and refuses it in UpdateTable. */
  forgottenLocally?: true;
}
