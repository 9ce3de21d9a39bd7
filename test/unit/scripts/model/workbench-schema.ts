import { z } from 'zod/v3';

/*
 * What a data model file of AWS NoSQL Workbench looks like. AWS documents no schema: this one is read off the models that
 * AWS publishes in aws-samples/aws-dynamodb-examples (schema_design/SchemaExamples, version 3.0) and
 * aws-samples/amazon-dynamodb-design-patterns (examples/an-online-shop/json and device-state-log/json, version 1.0), all
 * of which it accepts. Fields that it does not know are refused.
 */

const attribute = z
  .object({
    AttributeName: z.string().min(1),
    AttributeType: z.enum(['S', 'N', 'B', 'SS', 'NS', 'BS', 'L', 'M', 'BOOL', 'NULL']),
  })
  .strict();

const keyAttribute = attribute.extend({ AttributeType: z.enum(['S', 'N', 'B']) }).strict();

const keyAttributes = z.object({ PartitionKey: keyAttribute, SortKey: keyAttribute.optional() }).strict();

/** An attribute's value as DynamoDB's API has it: one type, with its value. What is inside lists and maps is not looked at. */
const value = z.union([
  z.object({ S: z.string() }).strict(),
  z.object({ N: z.string().regex(/^-?\d+(\.\d+)?$/) }).strict(),
  z.object({ BOOL: z.boolean() }).strict(),
  z.object({ SS: z.array(z.string()) }).strict(),
  z.object({ L: z.array(z.unknown()) }).strict(),
  z.object({ M: z.record(z.unknown()) }).strict(),
]);

const tableData = z.array(z.record(value));

const dataAccess = z.object({ MySql: z.object({}).strict() }).strict();

const facet = z
  .object({
    FacetName: z.string().min(1),
    KeyAttributeAlias: z.object({ PartitionKeyAlias: z.string().min(1), SortKeyAlias: z.string().min(1) }).strict(),
    TableData: tableData,
    NonKeyAttributes: z.array(z.string()),
    DataAccess: dataAccess,
  })
  .strict();

const globalSecondaryIndex = z
  .object({
    IndexName: z.string().min(3),
    KeyAttributes: keyAttributes,
    Projection: z
      .object({
        ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
        NonKeyAttributes: z.array(z.string()).optional(),
      })
      .strict(),
  })
  .strict();

const table = z
  .object({
    TableName: z.string().regex(/^[\w.-]{3,255}$/),
    KeyAttributes: keyAttributes,
    NonKeyAttributes: z.array(attribute),
    TableFacets: z.array(facet).optional(),
    GlobalSecondaryIndexes: z.array(globalSecondaryIndex).optional(),
    TableData: tableData.optional(),
    DataAccess: dataAccess,
    BillingMode: z.enum(['PROVISIONED', 'PAY_PER_REQUEST']).optional(),
    ProvisionedCapacitySettings: z.object({}).passthrough().optional(),
  })
  .strict();

/** `Nov 26, 2026, 05:12 PM` */
const date = z.string().regex(/^[A-Z][a-z]{2} \d\d, \d{4}, \d\d:\d\d [AP]M$/);

const metadata = z
  .object({
    Author: z.string(),
    DateCreated: date,
    DateLastModified: date,
    Description: z.string(),
    AWSService: z.literal('Amazon DynamoDB').optional(),
    Version: z.enum(['1.0', '3.0']),
  })
  .strict();

const workbenchFile = z
  .object({ ModelName: z.string().min(1), ModelMetadata: metadata, DataModel: z.array(table).min(1) })
  .strict();

type WorkbenchFile = z.infer<typeof workbenchFile>;

/** What is wrong with a data model file: its form, and what its parts say of each other. Empty where nothing is. */
export function workbenchProblems(file: unknown): string[] {
  const { data, error } = workbenchFile.safeParse(file);
  if (!data) return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
  return data.DataModel.flatMap(tableProblems);
}

function tableProblems({
  KeyAttributes,
  NonKeyAttributes,
  TableFacets = [],
  GlobalSecondaryIndexes = [],
  TableData,
}: WorkbenchFile['DataModel'][number]): string[] {
  const keys = namesOf(KeyAttributes);
  const types = new Map(NonKeyAttributes.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));
  const known = new Set([...keys, ...types.keys()]);
  const problems = GlobalSecondaryIndexes.flatMap((index) =>
    namesOf(index.KeyAttributes)
      .filter((name) => !known.has(name))
      .map((name) => `index ${index.IndexName}: the table has no attribute ${name}`),
  );
  if (types.size < NonKeyAttributes.length) problems.push('an attribute is there twice');
  // Where a table has facets, Workbench keeps its rows in them alone.
  if (TableFacets.length > 0 && TableData) problems.push('the table has rows of its own beside those of its facets');
  for (const { FacetName, NonKeyAttributes: names, TableData: rows } of TableFacets) {
    const own = [...keys, ...names];
    const lacks = names.filter((name) => !types.has(name));
    const surplus = rows.flatMap((row) => Object.keys(row).filter((name) => !own.includes(name)));
    const withoutKey = rows.filter((row) => keys.some((name) => !row[name]));
    const mistyped = rows.flatMap((row) =>
      Object.entries(row).filter(([name, typed]) => types.has(name) && !(String(types.get(name)) in typed)),
    );
    problems.push(
      ...lacks.map((name) => `facet ${FacetName}: the table has no attribute ${name}`),
      ...surplus.map((name) => `facet ${FacetName}: a row has ${name}, the facet has not`),
      ...withoutKey.map(() => `facet ${FacetName}: a row lacks its key`),
      ...mistyped.map(([name]) => `facet ${FacetName}: ${name} is of another type in the table`),
    );
  }
  return problems;
}

const namesOf = ({ PartitionKey, SortKey }: z.infer<typeof keyAttributes>): string[] =>
  [PartitionKey, SortKey].flatMap((key) => (key ? [key.AttributeName] : []));
