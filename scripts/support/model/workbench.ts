import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { EntityDescription } from '../../../table/model';
import { keyAttributes, type Model, type ModelKey, templateOf } from './model';

/**
 * A data model file of AWS NoSQL Workbench, which its "Import model" takes. AWS documents no schema: the fields are those
 * of AWS's own models, in the repositories aws-samples/aws-dynamodb-examples (version 3.0, the one that is written here)
 * and aws-samples/amazon-dynamodb-design-patterns. What Workbench keeps of access patterns is in none of them.
 */
export interface WorkbenchModel {
  ModelName: string;
  ModelMetadata: {
    Author: string;
    /** As `Nov 26, 2026, 05:12 PM`. */
    DateCreated: string;
    DateLastModified: string;
    Description: string;
    AWSService: 'Amazon DynamoDB';
    Version: '3.0';
  };
  DataModel: WorkbenchTable[];
}

interface WorkbenchTable {
  TableName: string;
  KeyAttributes: WorkbenchKey;
  /** All attributes that are not of the table's own key; those of an index's key are among them. */
  NonKeyAttributes: WorkbenchAttribute[];
  TableFacets: WorkbenchFacet[];
  GlobalSecondaryIndexes: {
    IndexName: string;
    KeyAttributes: WorkbenchKey;
    Projection: { ProjectionType: 'ALL' };
  }[];
  DataAccess: DataAccess;
  BillingMode: 'PAY_PER_REQUEST';
}

/** One kind of item in the table. A table that has facets has its sample data in them alone. */
interface WorkbenchFacet {
  FacetName: string;
  KeyAttributeAlias: { PartitionKeyAlias: string; SortKeyAlias: string };
  TableData: Record<string, AttributeValue>[];
  NonKeyAttributes: string[];
  DataAccess: DataAccess;
}

interface WorkbenchAttribute {
  AttributeName: string;
  AttributeType: string;
}

interface WorkbenchKey {
  PartitionKey: WorkbenchAttribute;
  SortKey: WorkbenchAttribute;
}

interface DataAccess {
  /** Where Workbench would import rows from. */
  MySql: Record<string, never>;
}

/** The model as a file for NoSQL Workbench: a facet for each entity, with its example as a row. */
export function workbench(model: Model, now: Date): WorkbenchModel {
  const date = workbenchDate(now);
  return {
    ModelName: model.name,
    ModelMetadata: {
      Author: '',
      DateCreated: date,
      DateLastModified: date,
      Description: description(model),
      AWSService: 'Amazon DynamoDB',
      Version: '3.0',
    },
    DataModel: [tableOf(model)],
  };
}

function tableOf(model: Model): WorkbenchTable {
  const facets = model.entities.map((entity) => facetOf(model, entity));
  return {
    TableName: model.name,
    KeyAttributes: keyOf(model.primaryKey),
    NonKeyAttributes: nonKeyAttributes(model, facets),
    TableFacets: facets,
    GlobalSecondaryIndexes: model.indexes.map((index) => ({
      IndexName: index.name,
      KeyAttributes: keyOf(index),
      Projection: { ProjectionType: 'ALL' },
    })),
    DataAccess: { MySql: {} },
    BillingMode: 'PAY_PER_REQUEST',
  };
}

function facetOf({ primaryKey: { partitionKey, sortKey } }: Model, entity: EntityDescription): WorkbenchFacet {
  const { name, example } = entity;
  const [PartitionKeyAlias = '', SortKeyAlias = ''] = [partitionKey, sortKey].map((key) => templateOf(entity, key));
  return {
    FacetName: name,
    KeyAttributeAlias: { PartitionKeyAlias, SortKeyAlias },
    TableData: [marshall(example)],
    NonKeyAttributes: Object.keys(example).filter((attribute) => ![partitionKey, sortKey].includes(attribute)),
    DataAccess: { MySql: {} },
  };
}

/** The facets' attributes, each once, with the type of its first value; and the keys of indexes, whether one has them or not. */
function nonKeyAttributes(model: Model, facets: readonly WorkbenchFacet[]): WorkbenchAttribute[] {
  const types = new Map(keyAttributes(model).map((attribute) => [attribute, KEY_TYPE]));
  for (const row of facets.flatMap(({ TableData }) => TableData)) {
    for (const [attribute, value] of Object.entries(row)) {
      if (!types.has(attribute)) types.set(attribute, Object.keys(value)[0] ?? KEY_TYPE);
    }
  }
  const { partitionKey, sortKey } = model.primaryKey;
  return [...types]
    .filter(([attribute]) => ![partitionKey, sortKey].includes(attribute))
    .map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType }));
}

/** Every key of the table and of its indexes is a string: migrations and bootstrap create them so. */
const KEY_TYPE = 'S';

const keyOf = ({ partitionKey, sortKey }: ModelKey): WorkbenchKey => ({
  PartitionKey: { AttributeName: partitionKey, AttributeType: KEY_TYPE },
  SortKey: { AttributeName: sortKey, AttributeType: KEY_TYPE },
});

const description = ({ accessPatterns }: Model): string =>
  ['Access patterns:', ...accessPatterns.map(({ name, summary }) => `${name}: ${summary}`)].join('\n');

/** ICU puts a narrow space before the AM or PM: Workbench's own files have a plain one. */
const workbenchDate = (date: Date): string => DATE_FORMAT.format(date).replaceAll(/\s/g, ' ');

const DATE_FORMAT = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});
