import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { TableSettings } from '../../table/deployment';
import type { Item } from '../bulk/native-values';
import type { BackfillOptions } from './backfill/backfill-options';
import type { BackfillTotals } from './backfill/backfill-totals';
import type { IndexDefinition } from './steps/index-definition';

/** What a migration file exports by default: Umzug's shape, and the phase it belongs to. */
export interface Migration {
  /**
   * `expand` (the default) runs before Terraform changes anything and has to suit the code that is live; `contract` runs
   * after a successful apply and may remove what the former code needed.
   */
  phase?: Phase;
  up(parameters: MigrationParameters): Promise<unknown>;
  /** Takes back what `up` did. Without it the migration can't be reverted. */
  down?(parameters: MigrationParameters): Promise<unknown>;
}

export type Phase = 'expand' | 'contract';

export interface MigrationParameters {
  /** Name of the file without its ending. */
  name: string;
  context: MigrationContext;
}

export interface MigrationContext {
  client: DynamoDBClient;
  tableName: string;
  /** Builds a global secondary index and waits until it is ACTIVE. One that is there with this definition is adopted. */
  createIndex(definition: IndexDefinition): Promise<void>;
  /** Deletes a global secondary index and waits until it is gone. One that is not there is as good as deleted. */
  deleteIndex(indexName: string): Promise<void>;
  /**
   * Changes settings of the table in the course of a migration. What deployments.ts declares is settled again by the next
   * bootstrap: declare there what is to stay.
   */
  settings(changes: TableSettings): Promise<void>;
  /**
   * Changes the items that match, while the application writes them: no write of others is lost, and a run that is
   * interrupted goes on where it was. docs/backfills.md tells the whole story.
   */
  backfill<Stored = Item>(options: BackfillOptions<Stored>): Promise<BackfillTotals>;
  /** Aborted when the run is interrupted; a migration that takes long passes it to what it calls. */
  signal: AbortSignal;
}

/** A migration with its name, as `loadMigrations` finds it. Its module is loaded when it is to be run. */
export interface MigrationFile {
  name: string;
  path: string;
  /** SHA-256 of its source, in hexadecimal: once it is loaded, of the source that it was loaded from. */
  checksum(): string;
  load(): Migration;
}
