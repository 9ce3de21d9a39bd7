import { loadSource } from '../../../bootstrap/load-source';
import { name } from '../../../package.json';
import { ScriptsError } from '../errors';
import type { Model } from './model';

/**
 * The model as `table/` declares it, loaded when it is asked for, so that one that is broken is told as any other error.
 *
 * @throws {ScriptsError} `model-invalid`
 */
export function readModel(): Model {
  const { ACCESS_PATTERNS, ENTITIES, createTable } = loadSource(loadModel, modelInvalid);
  const indexes = Object.entries(createTable(name).indexes);
  return {
    name,
    // That of every table: bootstrap creates it so.
    primaryKey: { partitionKey: 'pk', sortKey: 'sk' },
    indexes: indexes.map(([index, { partitionKey, sortKey }]) => ({
      name: index,
      partitionKey: partitionKey.name,
      sortKey: sortKey.name,
    })),
    entities: ENTITIES,
    accessPatterns: ACCESS_PATTERNS,
  };
}

const loadModel = () => ({
  ...(require('../../../table/model') as typeof import('../../../table/model')),
  ...(require('../../../table/table') as typeof import('../../../table/table')),
});

const modelInvalid = (reason: string, cause: unknown): ScriptsError =>
  new ScriptsError(
    'model-invalid',
    `The model in table/ cannot be loaded: ${reason}\nMend that file, and run yarn model again.`,
    {
      cause,
    },
  );
