import type {
  AttributeDefinition,
  CreateGlobalSecondaryIndexAction,
  CreateTableCommandInput,
  DynamoDBClient,
  GlobalSecondaryIndexDescription,
  TableDescription,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { findTable } from '../../wait-for-table';
import type { Call } from './wire';

/** The tables as they would be, had the control-plane changes been made that the plan holds back. */
export interface PlannedTables {
  /** Takes note of a change. False where it changes more than a later description can show. */
  change(call: Call): boolean;
  /** What DescribeTable would say, from what it says now. */
  overlay(tableName: string, description: TableDescription | undefined): TableDescription | undefined;
  /** The table as it would be: one DescribeTable and the changes. */
  describe(tableName: string): Promise<TableDescription | undefined>;
  /** Whether the plan would have created the table, or deleted it. */
  fate(tableName: string): 'created' | 'deleted' | undefined;
  /** Whether the plan would have created the index, or deleted it. */
  indexFate(tableName: string, indexName: string): 'created' | 'deleted' | undefined;
  /** Names of the attributes of the table's key. */
  keyNames(tableName: string): Promise<string[]>;
}

type Overlay = (description: TableDescription | undefined) => TableDescription | undefined;
type Fate = 'created' | 'deleted';

/** Remembers control-plane changes, and describes tables with `client` as they would be after them. */
export function createPlannedTables(client: DynamoDBClient): PlannedTables {
  const overlays = new Map<string, Overlay[]>();
  const fates = new Map<string, Fate>();
  const knownKeyNames = new Map<string, Promise<string[]>>();

  const note = (tableName: string, overlay: Overlay) =>
    overlays.set(tableName, [...(overlays.get(tableName) ?? []), overlay]);

  function noteTable(tableName: string, fate: Fate, description: TableDescription | undefined): true {
    fates.set(tableName, fate);
    knownKeyNames.delete(tableName);
    note(tableName, () => description);
    return true;
  }

  function noteUpdate(input: UpdateTableCommandInput): boolean {
    const { TableName, AttributeDefinitions = [], GlobalSecondaryIndexUpdates = [], ...more } = input;
    const tableName = tableNameOf(TableName);
    for (const { Create, Delete } of GlobalSecondaryIndexUpdates) {
      if (Create) fates.set(indexId(tableName, Create.IndexName), 'created');
      if (Create) note(tableName, (table) => table && withIndex(table, Create, AttributeDefinitions));
      if (Delete) fates.set(indexId(tableName, Delete.IndexName), 'deleted');
      if (Delete) note(tableName, (table) => table && withoutIndex(table, Delete.IndexName));
    }
    return Object.keys(more).length === 0 && GlobalSecondaryIndexUpdates.every(({ Update }) => !Update);
  }

  const overlay: PlannedTables['overlay'] = (tableName, description) =>
    (overlays.get(tableName) ?? []).reduce((current, apply) => apply(current), description);

  const describe: PlannedTables['describe'] = async (tableName) =>
    overlay(tableName, fates.has(tableName) ? undefined : await findTable(client, tableName));

  async function readKeyNames(tableName: string): Promise<string[]> {
    const { KeySchema = [] } = (await describe(tableName)) ?? {};
    return KeySchema.map(({ AttributeName = '' }) => AttributeName);
  }

  return {
    change: ({ operation, input }) => {
      const tableName = tableNameOf(input.TableName);
      if (operation === 'CreateTable') return noteTable(tableName, 'created', toDescription(input as never));
      if (operation === 'DeleteTable') return noteTable(tableName, 'deleted', undefined);
      return operation === 'UpdateTable' ? noteUpdate(input as never) : false;
    },
    overlay,
    describe,
    fate: (tableName) => fates.get(tableName),
    indexFate: (tableName, indexName) => fates.get(indexId(tableName, indexName)),
    keyNames: (tableName) => {
      const names = knownKeyNames.get(tableName) ?? readKeyNames(tableName);
      knownKeyNames.set(tableName, names);
      names.catch(() => knownKeyNames.delete(tableName));
      return names;
    },
  };
}

/** A table's name, from it or from its ARN (`arn:aws:dynamodb:<region>:<account>:table/<name>`). */
export const tableNameOf = (nameOrArn: unknown): string => String(nameOrArn).replace(/^arn:[^/]*\/([^/]*).*$/, '$1');

/** The names of tables have no slash. */
const indexId = (tableName: string, indexName: string | undefined): string => `${tableName}/${indexName}`;

function toDescription(input: CreateTableCommandInput): TableDescription {
  return {
    TableName: tableNameOf(input.TableName),
    TableStatus: 'ACTIVE',
    KeySchema: input.KeySchema,
    AttributeDefinitions: input.AttributeDefinitions,
    GlobalSecondaryIndexes: input.GlobalSecondaryIndexes?.map(toIndexDescription),
    LocalSecondaryIndexes: input.LocalSecondaryIndexes,
    ItemCount: 0,
  };
}

function withIndex(
  table: TableDescription,
  index: CreateGlobalSecondaryIndexAction,
  attributes: AttributeDefinition[],
): TableDescription {
  const { GlobalSecondaryIndexes = [], AttributeDefinitions = [] } = withoutIndex(table, index.IndexName);
  const added = attributes.filter(({ AttributeName: name }) =>
    AttributeDefinitions.every(({ AttributeName }) => AttributeName !== name),
  );
  return {
    ...table,
    AttributeDefinitions: [...AttributeDefinitions, ...added],
    GlobalSecondaryIndexes: [...GlobalSecondaryIndexes, toIndexDescription(index)],
  };
}

const withoutIndex = (table: TableDescription, indexName: string | undefined): TableDescription => ({
  ...table,
  GlobalSecondaryIndexes: table.GlobalSecondaryIndexes?.filter((index) => index.IndexName !== indexName),
});

const toIndexDescription = ({
  IndexName,
  KeySchema,
  Projection,
}: CreateGlobalSecondaryIndexAction): GlobalSecondaryIndexDescription => ({
  IndexName,
  KeySchema,
  Projection,
  IndexStatus: 'ACTIVE',
});
