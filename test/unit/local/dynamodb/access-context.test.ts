import { accessContext } from '../../../../local/aws/dynamodb/access-context';
import { accessesOf } from '../../../../local/aws/dynamodb/accesses';

const place = { region: 'eu-central-1', accountId: '123456789012' };
const caller = {
  arn: 'arn:aws:sts::123456789012:assumed-role/api/api',
  region: 'eu-central-1',
  now: new Date('2026-01-02T03:04:05.678Z'),
};
const partitionKeyOf = async (_table: string, index: string | undefined) => (index === undefined ? 'pk' : 'gsi1pk');

/** The values of one key, for each access of a call. */
const values = async (key: string, operation: string, body: Record<string, unknown>) => {
  const accesses = accessesOf(operation, body, place);
  if (typeof accesses === 'string') throw new Error(accesses);
  const name = key.toLowerCase();
  const contexts = accesses.map((access) => accessContext(access, { wanted: [name], caller, partitionKeyOf }));
  return (await Promise.all(contexts)).map((context) => context[name]);
};

const key = (pk: string) => ({ pk: { S: pk }, sk: { S: 'x' } });

describe('dynamodb:LeadingKeys', () => {
  test.each<[string, Record<string, unknown>, (string[] | undefined)[]]>([
    ['GetItem', { TableName: 'T', Key: key('a') }, [['a']]],
    ['PutItem', { TableName: 'T', Item: { ...key('a'), more: { S: 'b' } } }, [['a']]],
    ['UpdateItem', { TableName: 'T', Key: key('a') }, [['a']]],
    ['GetItem', { TableName: 'T', Key: { pk: { N: '42' } } }, [['42']]],
    ['GetItem', { TableName: 'T', Key: { other: { S: 'a' } } }, [undefined]],
    [
      'BatchGetItem',
      { RequestItems: { T: { Keys: [key('a'), key('b'), key('a')] }, U: { Keys: [key('c')] } } },
      [['a', 'b'], ['c']],
    ],
    [
      'BatchWriteItem',
      { RequestItems: { T: [{ PutRequest: { Item: key('a') } }, { DeleteRequest: { Key: key('b') } }] } },
      [['a', 'b']],
    ],
    [
      'TransactWriteItems',
      {
        TransactItems: [
          { Put: { TableName: 'T', Item: key('a') } },
          { ConditionCheck: { TableName: 'T', Key: key('b') } },
        ],
      },
      [['a'], ['b']],
    ],
    [
      'Query',
      {
        TableName: 'T',
        KeyConditionExpression: 'pk = :p AND begins_with(sk, :s)',
        ExpressionAttributeValues: { ':p': { S: 'a' }, ':s': { S: 's' } },
      },
      [['a']],
    ],
    [
      'Query',
      {
        TableName: 'T',
        KeyConditionExpression: '#s = :s and :p=#p',
        ExpressionAttributeNames: { '#p': 'pk', '#s': 'sk' },
        ExpressionAttributeValues: { ':p': { S: 'a' }, ':s': { S: 's' } },
      },
      [['a']],
    ],
    [
      'Query',
      {
        TableName: 'T',
        KeyConditionExpression: '(sk = :s) and (pk = :p)',
        ExpressionAttributeValues: { ':p': { S: 'a' }, ':s': { S: 's' } },
      },
      [['a']],
    ],
    [
      'Query',
      {
        TableName: 'T',
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :p',
        ExpressionAttributeValues: { ':p': { S: 'a' } },
      },
      [['a']],
    ],
    [
      'Query',
      { TableName: 'T', KeyConditions: { pk: { ComparisonOperator: 'EQ', AttributeValueList: [{ S: 'a' }] } } },
      [['a']],
    ],
    ['Query', { TableName: 'T', KeyConditionExpression: 'pk = :absent' }, [undefined]],
    [
      'Scan',
      { TableName: 'T', FilterExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'a' } } },
      [undefined],
    ],
    ['ExecuteStatement', { Statement: "SELECT * FROM T WHERE pk IN ['a', ?]", Parameters: [{ S: 'b' }] }, [['a', 'b']]],
    ['ExecuteStatement', { Statement: 'SELECT * FROM T' }, [undefined]],
    ['ExecuteStatement', { Statement: "INSERT INTO T VALUE {'pk': 'a', 'sk': 'b'}" }, [['a']]],
    ['DescribeTable', { TableName: 'T' }, [undefined]],
  ])('of %s %j is %j', async (operation, body, expected) => {
    expect(await values('dynamodb:LeadingKeys', operation, body)).toEqual(expected);
  });
});

describe('dynamodb:Attributes', () => {
  test.each<[string, Record<string, unknown>, string[]]>([
    ['GetItem', { TableName: 'T', Key: key('a') }, ['pk', 'sk']],
    [
      'GetItem',
      {
        TableName: 'T',
        Key: key('a'),
        ProjectionExpression: 'a, b.c[0], #d.#e, x[1].y',
        ExpressionAttributeNames: { '#d': 'deep', '#e': 'er' },
      },
      ['pk', 'sk', 'a', 'b', 'deep', 'x'],
    ],
    ['GetItem', { TableName: 'T', Key: key('a'), AttributesToGet: ['a'] }, ['pk', 'sk', 'a']],
    [
      'PutItem',
      {
        TableName: 'T',
        Item: { pk: { S: 'a' }, extra: { S: 'b' } },
        ConditionExpression: 'attribute_not_exists(pk) OR size(other) > :n',
      },
      ['pk', 'extra', 'other'],
    ],
    [
      'UpdateItem',
      {
        TableName: 'T',
        Key: { pk: { S: 'a' } },
        UpdateExpression: 'SET a = if_not_exists(b, :x), c.d = :y + e REMOVE f ADD g :z delete h :z',
      },
      ['pk', 'a', 'b', 'c', 'e', 'f', 'g', 'h'],
    ],
    [
      'UpdateItem',
      { TableName: 'T', Key: { pk: { S: 'a' } }, AttributeUpdates: { a: {} }, Expected: { b: {} } },
      ['pk', 'a', 'b'],
    ],
    [
      'Query',
      {
        TableName: 'T',
        KeyConditionExpression: 'pk = :p AND sk BETWEEN :a AND :b',
        FilterExpression: 'NOT contains(#t, :x)',
        ExpressionAttributeNames: { '#t': 'tags' },
      },
      ['pk', 'sk', 'tags'],
    ],
    [
      'ExecuteStatement',
      { Statement: "SELECT a, b.c FROM T WHERE pk = 'x' AND contains(tags, 'y')" },
      ['a', 'b', 'pk', 'tags'],
    ],
    [
      'ExecuteStatement',
      { Statement: "INSERT INTO T VALUE {'pk': 'x', 'deep': {'er': 1}, 'list': [1, {'x': 2}], 'last': ?}" },
      ['pk', 'deep', 'list', 'last'],
    ],
    [
      'ExecuteStatement',
      { Statement: "UPDATE T SET a.b = 1 REMOVE c WHERE pk = 'x' RETURNING ALL OLD *" },
      ['a', 'c', 'pk'],
    ],
  ])('of %s %j', async (operation, body, expected) => {
    const [attributes] = await values('dynamodb:Attributes', operation, body);
    expect([...(attributes ?? [])].sort()).toEqual([...expected].sort());
  });

  test('holds the attributes of all items of a table in a batch', async () => {
    const write = (name: string) => ({ PutRequest: { Item: { pk: { S: 'a' }, [name]: { S: 'b' } } } });
    const body = { RequestItems: { T: [write('one'), write('two')] } };
    expect(await values('dynamodb:Attributes', 'BatchWriteItem', body)).toEqual([['pk', 'one', 'two']]);
  });
});

describe('the other keys', () => {
  const get = { TableName: 'T', Key: key('a') };
  const select = (body: Record<string, unknown>) => ['Query', 'dynamodb:Select', { TableName: 'T', ...body }] as const;

  test.each<readonly [string, string, Record<string, unknown>, string | undefined]>([
    [...select({}), 'ALL_ATTRIBUTES'],
    [...select({ IndexName: 'gsi1' }), 'ALL_PROJECTED_ATTRIBUTES'],
    [...select({ ProjectionExpression: 'a' }), 'SPECIFIC_ATTRIBUTES'],
    [...select({ Select: 'COUNT' }), 'COUNT'],
    ['GetItem', 'dynamodb:Select', get, 'ALL_ATTRIBUTES'],
    ['PutItem', 'dynamodb:Select', get, undefined],
    ['ExecuteStatement', 'dynamodb:Select', { Statement: 'SELECT * FROM T' }, 'ALL_ATTRIBUTES'],
    ['ExecuteStatement', 'dynamodb:Select', { Statement: 'SELECT a FROM T' }, 'SPECIFIC_ATTRIBUTES'],
    ['UpdateItem', 'dynamodb:ReturnValues', get, 'NONE'],
    ['UpdateItem', 'dynamodb:ReturnValues', { ...get, ReturnValues: 'ALL_NEW' }, 'ALL_NEW'],
    ['GetItem', 'dynamodb:ReturnValues', get, undefined],
    [
      'ExecuteStatement',
      'dynamodb:ReturnValues',
      { Statement: "DELETE FROM T WHERE pk = 'a' RETURNING ALL OLD *" },
      'ALL_OLD',
    ],
    [
      'ExecuteStatement',
      'dynamodb:ReturnValues',
      { Statement: "UPDATE T SET a=1 WHERE pk='a' RETURNING MODIFIED NEW *" },
      'UPDATED_NEW',
    ],
    ['GetItem', 'dynamodb:ReturnConsumedCapacity', get, 'NONE'],
    ['GetItem', 'dynamodb:ReturnConsumedCapacity', { ...get, ReturnConsumedCapacity: 'TOTAL' }, 'TOTAL'],
    [
      'BatchGetItem',
      'dynamodb:ReturnConsumedCapacity',
      { RequestItems: { T: {} }, ReturnConsumedCapacity: 'TOTAL' },
      'TOTAL',
    ],
    ['TransactGetItems', 'dynamodb:EnclosingOperation', { TransactItems: [{ Get: get }] }, 'TransactGetItems'],
    ['GetItem', 'dynamodb:EnclosingOperation', get, undefined],
    ['ExecuteStatement', 'dynamodb:FullTableScan', { Statement: 'SELECT * FROM T' }, 'true'],
    ['ExecuteStatement', 'dynamodb:FullTableScan', { Statement: "SELECT * FROM T WHERE pk = 'a'" }, 'false'],
    ['ExecuteStatement', 'dynamodb:FullTableScan', { Statement: "DELETE FROM T WHERE pk = 'a'" }, undefined],
    ['GetItem', 'aws:CurrentTime', get, '2026-01-02T03:04:05Z'],
    ['GetItem', 'aws:EpochTime', get, '1767323045'],
    ['GetItem', 'aws:PrincipalAccount', get, '123456789012'],
    ['GetItem', 'aws:PrincipalArn', get, 'arn:aws:iam::123456789012:role/api'],
    ['GetItem', 'aws:PrincipalType', get, 'AssumedRole'],
    ['GetItem', 'aws:RequestedRegion', get, 'eu-central-1'],
    ['GetItem', 'aws:username', get, undefined],
  ])('%s has %s of %j: %s', async (operation, name, body, expected) => {
    expect(await values(name, operation, body)).toEqual([expected === undefined ? undefined : [expected]]);
  });
});
