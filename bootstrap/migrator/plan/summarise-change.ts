import type {
  AttributeDefinition,
  CreateTableCommandInput,
  GlobalSecondaryIndexUpdate,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { summarise } from '../steps/index-definition';
import type { Call } from './wire';

/** A control-plane change in one line: in words for tables and indexes, else as it would be sent. */
export function summariseChange({ operation, input }: Call): string {
  switch (operation) {
    case 'CreateTable':
      return createTable(input as unknown as CreateTableCommandInput);
    case 'UpdateTable':
      return updateTable(input as unknown as UpdateTableCommandInput);
    case 'DeleteTable':
      return `delete table ${input.TableName}`;
    default:
      return Object.entries(input).map(toText).join('; ');
  }
}

function createTable(input: CreateTableCommandInput): string {
  const { TableName, KeySchema = [], AttributeDefinitions = [], ...settings } = input;
  const keys = KeySchema.map(({ AttributeName, KeyType }) => {
    const definition = AttributeDefinitions.find((attribute) => attribute.AttributeName === AttributeName);
    return `${AttributeName} (${KeyType}, ${definition?.AttributeType})`;
  });
  return [`create table ${TableName} (${keys.join(', ')})`, ...Object.entries(settings).map(toText)].join('; ');
}

function updateTable(input: UpdateTableCommandInput): string {
  const { TableName, AttributeDefinitions = [], GlobalSecondaryIndexUpdates = [], ...settings } = input;
  const indexes = GlobalSecondaryIndexUpdates.map((update) => updateIndex(update, AttributeDefinitions));
  return `table ${TableName}: ${[...indexes, ...Object.entries(settings).map(toText)].join('; ')}`;
}

function updateIndex(
  { Create, Delete, Update }: GlobalSecondaryIndexUpdate,
  attributes: AttributeDefinition[],
): string {
  if (Create) return `create index ${Create.IndexName} (${summarise(Create, attributes)})`;
  return Delete ? `delete index ${Delete.IndexName}` : `update index ${JSON.stringify(Update)}`;
}

const toText = ([name, value]: [string, unknown]): string => `${name} ${JSON.stringify(value)}`;
