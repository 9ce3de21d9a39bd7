import { parsePartiql } from '../../../../local/aws/dynamodb/partiql';

const keysOf = (where: string, parameters: unknown[] = []) =>
  parsePartiql(`SELECT * FROM "Orders" WHERE ${where}`, parameters)?.partitionKeys('OrderID');

describe('a statement', () => {
  test.each<[string, string, string, string | undefined]>([
    ['SELECT * FROM Music', 'PartiQLSelect', 'Music', undefined],
    ['select a, b from "My-Music.v2" where pk = 1', 'PartiQLSelect', 'My-Music.v2', undefined],
    ['SELECT * FROM "Music"."gsi1" WHERE x = 1 ORDER BY y DESC', 'PartiQLSelect', 'Music', 'gsi1'],
    ['SELECT * FROM Music.gsi1', 'PartiQLSelect', 'Music', 'gsi1'],
    [`SELECT "FROM" FROM Music`, 'PartiQLSelect', 'Music', undefined],
    [`SELECT a FROM Music WHERE b = 'FROM "Users"'`, 'PartiQLSelect', 'Music', undefined],
    [`EXISTS(SELECT * FROM "Music" WHERE pk = 'a')`, 'PartiQLSelect', 'Music', undefined],
    [`INSERT INTO "Music" VALUE {'pk': 'a'}`, 'PartiQLInsert', 'Music', undefined],
    [`UPDATE "Music" SET a = 1 WHERE pk = 'a'`, 'PartiQLUpdate', 'Music', undefined],
    [`\n  delete from "Music" -- FROM "Users"\n where pk = 'a'`, 'PartiQLDelete', 'Music', undefined],
  ])('%s', (text, action, table, index) => {
    expect(parsePartiql(text, undefined)).toMatchObject({ action, table, index });
  });

  test.each([
    '',
    'SELECT',
    'SELECT *',
    'SELECT * FROM',
    "SELECT * FROM 'Music'",
    'INSERT Music',
    'INSERT INTO Music',
    'DROP TABLE Music',
  ])('that is not well formed gives nothing: %j', (text) => {
    expect(parsePartiql(text, undefined)).toBeUndefined();
  });
});

describe('the partition keys that a SELECT is bounded to', () => {
  // The first four and the three with undefined at their head: Developer Guide, "PartiQL select statements for DynamoDB".
  test.each<[string, string[] | undefined]>([
    ['OrderID = 100', ['100']],
    ["OrderID = 100 and Address='some address'", ['100']],
    ['OrderID = 100 or OrderID = 200', ['100', '200']],
    ['OrderID IN [100, 300, 234]', ['100', '300', '234']],
    ['OrderID > 1', undefined],
    ["Address='some address'", undefined],
    ["OrderID = 100 OR Address='some address'", undefined],
    ["OrderID IN ('a', 'b')", ['a', 'b']],
    ["'a' = OrderID", ['a']],
    ["\"OrderID\" = 'it''s'", ["it's"]],
    ["x = 1 AND (OrderID = 'a' OR OrderID = 'b')", ['a', 'b']],
    ["(OrderID = 'a' AND x = 1) OR (OrderID = 'b' AND y BETWEEN 1 AND 2)", ['a', 'b']],
    ["x BETWEEN 1 AND 2 AND OrderID = 'a'", ['a']],
    ["NOT OrderID = 'a'", undefined],
    ["OrderID <> 'a'", undefined],
    ["OrderID.deep = 'a'", undefined],
    ["orderid = 'a'", undefined],
    ["contains(x, 'OR') AND OrderID = 'a'", ['a']],
    ["OrderID = 'a' ORDER BY x", ['a']],
    ["OrderID = 'a';", ['a']],
    ["x = 1 /* AND OrderID = 'a' */", undefined],
    ["x = 1 -- AND OrderID = 'a'", undefined],
  ])('%s', (where, expected) => {
    expect(keysOf(where)).toEqual(expected);
  });

  test('are taken from parameters in their order', () => {
    expect(keysOf('x = ? AND OrderID = ?', [{ S: 'first' }, { N: '2' }])).toEqual(['2']);
    expect(keysOf('OrderID IN [?, ?]', [{ S: 'a' }, { S: 'b' }])).toEqual(['a', 'b']);
    expect(keysOf('OrderID = ?', [{ BOOL: true }])).toBeUndefined();
    expect(keysOf('OrderID = ?')).toBeUndefined();
  });
});
