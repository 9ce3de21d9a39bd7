import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createPlannedItems, type PlannedItems } from './planned-items';
import { createPlannedTables, type PlannedTables, tableNameOf } from './planned-tables';
import type { Call } from './wire';

/** All that the plan has held back so far, in this migration and those before it. */
export interface PlanState {
  tables: PlannedTables;
  items: PlannedItems;
  noteControlPlaneChange(call: Call): void;
  /** Whether what a call asks for (a description, a list) would be another after the changes that were held back. */
  isDescriptionStale(call: Call): boolean;
}

/** What is held back, with nothing in it. `client` is one that really reads. */
export function createPlanState(client: DynamoDBClient): PlanState {
  const tables = createPlannedTables(client);
  /** Of which tables ('' is any), and whether a table's description is made to show it. */
  const changes: { tableName: string; shown: boolean }[] = [];

  return {
    tables,
    items: createPlannedItems(client, tables),
    noteControlPlaneChange: (call) => {
      changes.push({ tableName: tableOf(call), shown: tables.change(call) });
    },
    isDescriptionStale: (call) => {
      if (INDEPENDENT.test(call.operation)) return false;
      const asked = tableOf(call);
      return changes.some(
        ({ tableName, shown }) =>
          !(shown && call.operation === 'DescribeTable') && (!asked || !tableName || asked === tableName),
      );
    },
  };
}

/** These say nothing of tables. */
const INDEPENDENT = /^(DescribeEndpoints|DescribeLimits)$/;

function tableOf({ input }: Call): string {
  const named = input.TableName ?? input.TableArn ?? input.ResourceArn;
  return named === undefined ? '' : tableNameOf(named);
}
