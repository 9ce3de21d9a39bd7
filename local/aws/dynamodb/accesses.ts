import { isRecord } from '../../json';
import type { Access } from './access';
import { type Place, tableArn } from './arns';
import { type Item, recordOf, recordsOf } from './attribute-values';
import { parsePartiql } from './partiql';

type Body = Record<string, unknown>;

/** Why the accesses of a call are not known. */
type UnknownAccess = 'unknown operation' | 'malformed statement';

/**
 * The permissions that a call of DynamoDB or of DynamoDB Streams needs: all of them have to be allowed. `operation` is
 * the last part of X-Amz-Target. None where the body names no table: then there is nothing that the call could reach,
 * and DynamoDB says what is wrong with it. Sources: Service Authorization Reference, "Actions defined by Amazon
 * DynamoDB"; Developer Guide, "Using IAM with DynamoDB transactions" and "IAM security policies with PartiQL".
 */
export function accessesOf(operation: string, body: Body, place: Place): Access[] | UnknownAccess {
  const read = Object.hasOwn(readers, operation) ? readers[operation] : undefined;
  return read ? read({ operation, body, place }) : 'unknown operation';
}

interface Call {
  operation: string;
  body: Body;
  place: Place;
}

const readers: Record<string, (call: Call) => Access[] | UnknownAccess> = {
  ...each(['GetItem', 'UpdateItem', 'DeleteItem', 'PutItem'], itemAccess),
  ...each(['Query', 'Scan'], searchAccess),
  ...each(['BatchGetItem', 'BatchWriteItem'], batchAccesses),
  ...each(['TransactGetItems', 'TransactWriteItems'], transactionAccesses),
  ExecuteStatement: ({ body, place }) => statementAccesses([body], undefined, place),
  BatchExecuteStatement: ({ body, place }) => statementAccesses(recordsOf(body.Statements), undefined, place),
  ExecuteTransaction: ({ body, operation, place }) =>
    statementAccesses(recordsOf(body.TransactStatements), operation, place),
  ...each(
    [
      'CreateTable',
      'DeleteTable',
      'DescribeTable',
      'UpdateTable',
      'DescribeTimeToLive',
      'UpdateTimeToLive',
      'DescribeContinuousBackups',
      'UpdateContinuousBackups',
      'DescribeContributorInsights',
      'UpdateContributorInsights',
      'DescribeKinesisStreamingDestination',
      'DescribeTableReplicaAutoScaling',
      'CreateBackup',
    ],
    ({ operation, body, place }) => resourceAccess(operation, withTable(body.TableName, body.IndexName, place)),
  ),
  ...each(
    [
      'TagResource',
      'UntagResource',
      'ListTagsOfResource',
      'GetResourcePolicy',
      'PutResourcePolicy',
      'DeleteResourcePolicy',
    ],
    ({ operation, body }) => resourceAccess(operation, body.ResourceArn),
  ),
  ...each(['DescribeStream', 'GetShardIterator'], ({ operation, body }) => resourceAccess(operation, body.StreamArn)),
  GetRecords: ({ operation, body }) => resourceAccess(operation, streamOf(body.ShardIterator)),
  // IAM checks these two on the account's tables as a whole; the others have no resource.
  ...each(['ListTables', 'ListContributorInsights'], ({ operation, place }) =>
    resourceAccess(operation, tableArn('*', undefined, place)),
  ),
  ...each(
    [
      'ListStreams',
      'ListBackups',
      'ListGlobalTables',
      'ListExports',
      'ListImports',
      'DescribeLimits',
      'DescribeEndpoints',
    ],
    ({ operation }) => resourceAccess(operation, '*'),
  ),
};

function each(operations: string[], read: (call: Call) => Access[] | UnknownAccess): typeof readers {
  return Object.fromEntries(operations.map((operation) => [operation, read]));
}

function itemAccess({ operation, body, place }: Call): Access[] {
  return itemAccesses(operation, body, place);
}

function itemAccesses(action: string, parameters: Body, place: Place, enclosingOperation?: string): Access[] {
  const { TableName: table, Item: item, Key: key } = parameters;
  if (typeof table !== 'string') return [];
  const items = [item, key].filter(isRecord);
  return [
    {
      action: `dynamodb:${action}`,
      resource: tableArn(table, undefined, place),
      table,
      items,
      parameters,
      enclosingOperation,
    },
  ];
}

function searchAccess({ operation, body, place }: Call): Access[] {
  if (typeof body.TableName !== 'string') return [];
  const index = typeof body.IndexName === 'string' ? body.IndexName : undefined;
  return [
    {
      action: `dynamodb:${operation}`,
      resource: tableArn(body.TableName, index, place),
      table: body.TableName,
      index,
      parameters: body,
    },
  ];
}

function batchAccesses({ operation, body, place }: Call): Access[] {
  return Object.entries(recordOf(body.RequestItems)).map(([table, request]) => ({
    action: `dynamodb:${operation}`,
    resource: tableArn(table, undefined, place),
    table,
    items: batchItems(request),
    parameters: { ...recordOf(request), ReturnConsumedCapacity: body.ReturnConsumedCapacity },
  }));
}

/** BatchGetItem has Keys for a table, BatchWriteItem a list of PutRequest and DeleteRequest. */
function batchItems(request: unknown): Item[] {
  if (isRecord(request)) return recordsOf(request.Keys);
  return recordsOf(request).map((write) =>
    recordOf(recordOf(write.PutRequest).Item ?? recordOf(write.DeleteRequest).Key),
  );
}

const transactionActions: Record<string, string> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

function transactionAccesses({ operation, body, place }: Call): Access[] {
  return recordsOf(body.TransactItems).flatMap((item) =>
    Object.entries(transactionActions).flatMap(([name, action]) => {
      const parameters = { ReturnConsumedCapacity: body.ReturnConsumedCapacity, ...recordOf(item[name]) };
      return itemAccesses(action, parameters, place, operation);
    }),
  );
}

function statementAccesses(
  statements: readonly Body[],
  enclosingOperation: string | undefined,
  place: Place,
): Access[] | UnknownAccess {
  const accesses: Access[] = [];
  for (const { Statement: text, Parameters: parameters } of statements) {
    const statement = parsePartiql(text, parameters);
    if (!statement) return 'malformed statement';
    const { table, index } = statement;
    const resource = tableArn(table, index, place);
    accesses.push({ action: `dynamodb:${statement.action}`, resource, table, index, statement, enclosingOperation });
  }
  return accesses;
}

function resourceAccess(operation: string, resource: unknown): Access[] {
  return typeof resource === 'string' ? [{ action: `dynamodb:${operation}`, resource }] : [];
}

function withTable(table: unknown, index: unknown, place: Place): string | undefined {
  if (typeof table !== 'string') return undefined;
  return tableArn(table, typeof index === 'string' ? index : undefined, place);
}

/** DynamoDB Local's shard iterators begin with the stream's ARN. One without can be no iterator that it gave. */
function streamOf(iterator: unknown): string | undefined {
  return typeof iterator === 'string' && iterator.startsWith('arn:') ? iterator.split('|')[0] : undefined;
}
