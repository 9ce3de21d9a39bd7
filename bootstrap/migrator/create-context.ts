import type { MigrationContext } from './migration';
import { changeSettings } from './steps/change-settings';
import { createIndex } from './steps/create-index';
import { deleteIndex } from './steps/delete-index';
import type { StepOptions } from './steps/step-options';

/** What a migration gets: the table, and the engine's steps on it. */
export function createContext(options: StepOptions & Pick<MigrationContext, 'signal' | 'backfill'>): MigrationContext {
  const { client, tableName, signal, backfill } = options;
  return {
    client,
    tableName,
    signal,
    createIndex: (definition) => createIndex(options, definition),
    deleteIndex: (indexName) => deleteIndex(options, indexName),
    settings: (changes) => changeSettings(options, changes),
    backfill,
  };
}
