import type { MigrationContext } from '../migration';
import { requireSame } from '../steps/create-index';
import { summarise, toAttributeDefinitions, toCreateAction } from '../steps/index-definition';
import { findIndex } from '../steps/table-indexes';
import type { PlanState } from './plan-state';
import type { Recorder } from './recorder';

/** The steps of a migration's context, which in a plan record what they would do, and wait for nothing. */
export type PlanSteps = Pick<MigrationContext, 'createIndex' | 'deleteIndex' | 'settings'>;

/**
 * The steps for one migration.
 *
 * @throws {BootstrapError} `index-differs`, from `createIndex`, as in a run
 */
export function createPlanSteps(tableName: string, state: PlanState, recorder: Recorder): PlanSteps {
  const record = (operation: string, summary: string) => recorder.record({ kind: 'control-plane', operation, summary });

  const lookUp = async (indexName: string) => {
    const table = { TableName: tableName, ...(await state.tables.describe(tableName)) };
    return { index: findIndex(table, indexName), table };
  };

  const updateIndexes = (summary: string, update: object) => {
    record('UpdateTable', summary);
    state.noteControlPlaneChange({ operation: 'UpdateTable', input: { TableName: tableName, ...update } });
  };

  return {
    createIndex: async (definition) => {
      const { indexName } = definition;
      const Create = toCreateAction(definition);
      const AttributeDefinitions = toAttributeDefinitions(definition);
      const { index, table } = await lookUp(indexName);
      // One that is just being deleted is made anew when it is gone.
      if (!index || index.IndexStatus === 'DELETING') {
        const update = { AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create }] };
        return updateIndexes(`create index ${indexName} (${summarise(Create, AttributeDefinitions)})`, update);
      }
      requireSame(index, definition, table);
      const rest = index.IndexStatus === 'ACTIVE' ? 'nothing to do' : 'would wait until it is ACTIVE';
      record('DescribeTable', `index ${indexName} is there already: ${rest}`);
    },
    deleteIndex: async (indexName) => {
      const { index } = await lookUp(indexName);
      if (!index) return record('DescribeTable', `index ${indexName} is not there: nothing to do`);
      if (index.IndexStatus === 'DELETING') {
        return record('DescribeTable', `index ${indexName} is being deleted already: would wait until it is gone`);
      }
      updateIndexes(`delete index ${indexName}`, {
        GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: indexName } }],
      });
    },
    settings: async (changes) => {
      const summary = Object.entries(changes).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
      record('settings', `settings: ${summary.join('; ')}`);
      state.noteControlPlaneChange({ operation: 'settings', input: { TableName: tableName } });
    },
  };
}
