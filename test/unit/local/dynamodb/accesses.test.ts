import type { Access } from '../../../../local/aws/dynamodb/access';
import { accessesOf } from '../../../../local/aws/dynamodb/accesses';

const place = { region: 'eu-central-1', accountId: '123456789012' };
const prefix = 'arn:aws:dynamodb:eu-central-1:123456789012:table';
const stream = `${prefix}/Music/stream/2026-01-02T03:04:05.678`;

const permissions = (operation: string, body: Record<string, unknown>) => {
  const accesses = accessesOf(operation, body, place);
  if (typeof accesses === 'string') return accesses;
  return accesses.map(({ action, resource, enclosingOperation }: Access) =>
    [action, resource, enclosingOperation].filter((part) => part !== undefined).join(' '),
  );
};

describe('the permissions that an operation needs', () => {
  const key = { pk: { S: 'a' } };

  test.each<[string, Record<string, unknown>, string[]]>([
    ['GetItem', { TableName: 'Music', Key: key }, [`dynamodb:GetItem ${prefix}/Music`]],
    ['PutItem', { TableName: 'Music', Item: key }, [`dynamodb:PutItem ${prefix}/Music`]],
    ['UpdateItem', { TableName: 'Music', Key: key }, [`dynamodb:UpdateItem ${prefix}/Music`]],
    ['DeleteItem', { TableName: 'Music', Key: key }, [`dynamodb:DeleteItem ${prefix}/Music`]],
    ['GetItem', { TableName: `${prefix}/Music`, Key: key }, [`dynamodb:GetItem ${prefix}/Music`]],
    ['Query', { TableName: 'Music' }, [`dynamodb:Query ${prefix}/Music`]],
    ['Query', { TableName: 'Music', IndexName: 'gsi1' }, [`dynamodb:Query ${prefix}/Music/index/gsi1`]],
    ['Query', { TableName: `${prefix}/Music`, IndexName: 'gsi1' }, [`dynamodb:Query ${prefix}/Music/index/gsi1`]],
    ['Scan', { TableName: 'Music' }, [`dynamodb:Scan ${prefix}/Music`]],
    ['Scan', { TableName: 'Music', IndexName: 'gsi1' }, [`dynamodb:Scan ${prefix}/Music/index/gsi1`]],
    [
      'BatchGetItem',
      { RequestItems: { Music: { Keys: [key] }, Users: { Keys: [key] } } },
      [`dynamodb:BatchGetItem ${prefix}/Music`, `dynamodb:BatchGetItem ${prefix}/Users`],
    ],
    [
      'BatchWriteItem',
      { RequestItems: { Music: [{ PutRequest: { Item: key } }], Users: [{ DeleteRequest: { Key: key } }] } },
      [`dynamodb:BatchWriteItem ${prefix}/Music`, `dynamodb:BatchWriteItem ${prefix}/Users`],
    ],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'Music', Item: key } },
          { Update: { TableName: 'Music', Key: key } },
          { Delete: { TableName: 'Users', Key: key } },
          { ConditionCheck: { TableName: 'Users', Key: key } },
        ],
      },
      [
        `dynamodb:PutItem ${prefix}/Music TransactWriteItems`,
        `dynamodb:UpdateItem ${prefix}/Music TransactWriteItems`,
        `dynamodb:DeleteItem ${prefix}/Users TransactWriteItems`,
        `dynamodb:ConditionCheckItem ${prefix}/Users TransactWriteItems`,
      ],
    ],
    [
      'TransactGetItems',
      { TransactItems: [{ Get: { TableName: 'Music', Key: key } }] },
      [`dynamodb:GetItem ${prefix}/Music TransactGetItems`],
    ],
    [
      'ExecuteStatement',
      { Statement: 'SELECT * FROM "Music"."gsi1"' },
      [`dynamodb:PartiQLSelect ${prefix}/Music/index/gsi1`],
    ],
    [
      'BatchExecuteStatement',
      {
        Statements: [
          { Statement: "DELETE FROM Music WHERE pk='a'" },
          { Statement: "UPDATE Users SET a=1 WHERE pk='a'" },
        ],
      },
      [`dynamodb:PartiQLDelete ${prefix}/Music`, `dynamodb:PartiQLUpdate ${prefix}/Users`],
    ],
    [
      'ExecuteTransaction',
      { TransactStatements: [{ Statement: "INSERT INTO Music VALUE {'pk': 'a'}" }] },
      [`dynamodb:PartiQLInsert ${prefix}/Music ExecuteTransaction`],
    ],
    ['DescribeTable', { TableName: 'Music' }, [`dynamodb:DescribeTable ${prefix}/Music`]],
    ['CreateTable', { TableName: 'Music' }, [`dynamodb:CreateTable ${prefix}/Music`]],
    ['UpdateTable', { TableName: 'Music' }, [`dynamodb:UpdateTable ${prefix}/Music`]],
    ['DeleteTable', { TableName: 'Music' }, [`dynamodb:DeleteTable ${prefix}/Music`]],
    ['UpdateTimeToLive', { TableName: 'Music' }, [`dynamodb:UpdateTimeToLive ${prefix}/Music`]],
    ['DescribeTimeToLive', { TableName: 'Music' }, [`dynamodb:DescribeTimeToLive ${prefix}/Music`]],
    ['UpdateContinuousBackups', { TableName: 'Music' }, [`dynamodb:UpdateContinuousBackups ${prefix}/Music`]],
    ['TagResource', { ResourceArn: `${prefix}/Music` }, [`dynamodb:TagResource ${prefix}/Music`]],
    ['ListTagsOfResource', { ResourceArn: `${prefix}/Music` }, [`dynamodb:ListTagsOfResource ${prefix}/Music`]],
    ['ListTables', {}, [`dynamodb:ListTables ${prefix}/*`]],
    ['ListStreams', {}, ['dynamodb:ListStreams *']],
    ['DescribeLimits', {}, ['dynamodb:DescribeLimits *']],
    ['DescribeStream', { StreamArn: stream }, [`dynamodb:DescribeStream ${stream}`]],
    ['GetShardIterator', { StreamArn: stream }, [`dynamodb:GetShardIterator ${stream}`]],
    ['GetRecords', { ShardIterator: `${stream}|001|eHl6` }, [`dynamodb:GetRecords ${stream}`]],
  ])('%s %j', (operation, body, expected) => {
    expect(permissions(operation, body)).toEqual(expected);
  });

  test.each(['GetItem', 'Query', 'BatchGetItem', 'TransactWriteItems', 'DescribeTable', 'GetRecords'])(
    'are none for %s that names nothing',
    (operation) => {
      expect(permissions(operation, {})).toEqual([]);
    },
  );

  test('are not known for an operation that does not exist', () => {
    expect(permissions('DropEverything', { TableName: 'Music' })).toBe('unknown operation');
    expect(permissions('toString', { TableName: 'Music' })).toBe('unknown operation');
  });

  test.each<[string, Record<string, unknown>]>([
    ['ExecuteStatement', { Statement: 'DROP TABLE Music' }],
    ['ExecuteStatement', {}],
    ['BatchExecuteStatement', { Statements: [{ Statement: 'SELECT * FROM Music' }, { Statement: 'SELECT' }] }],
  ])('are not known for a statement of %s that is not well formed: %j', (operation, body) => {
    expect(permissions(operation, body)).toBe('malformed statement');
  });
});
