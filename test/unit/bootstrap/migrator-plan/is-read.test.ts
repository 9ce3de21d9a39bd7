import { isRead } from '../../../../bootstrap/migrator/plan/is-read';

test.each(['GetItem', 'BatchGetItem', 'TransactGetItems', 'Query', 'Scan', 'DescribeTable', 'ListTables'])(
  '%s reads',
  (operation) => expect(isRead({ operation, input: {} })).toBe(true),
);

test.each([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
  'UpdateTable',
  'ExportTableToPointInTime',
  'GetItemAndDelete',
  'Describe',
  '',
])('%s does not', (operation) => expect(isRead({ operation, input: {} })).toBe(false));

test.each([
  [true, 'SELECT * FROM "t"'],
  [true, '  -- why\n/* and how */ select"a" FROM t'],
  [true, 'EXISTS(SELECT * FROM "t" WHERE pk = 1)'],
  [false, 'UPDATE "t" SET a = 1 WHERE pk = 1'],
  [false, 'INSERT INTO "SELECT" VALUE {}'],
  [false, '/* SELECT */ DELETE FROM t WHERE pk = 1'],
  [false, 'SELECTED'],
  [false, ''],
])('%p for %s', (expected, Statement) => {
  expect(isRead({ operation: 'ExecuteStatement', input: { Statement } })).toBe(expected);
  const Statements = [{ Statement: 'SELECT * FROM t' }, { Statement }];
  expect(isRead({ operation: 'BatchExecuteStatement', input: { Statements } })).toBe(expected);
  expect(isRead({ operation: 'ExecuteTransaction', input: { TransactStatements: Statements } })).toBe(expected);
});

test('a call of statements without any is no read', () => {
  expect(isRead({ operation: 'BatchExecuteStatement', input: { Statements: [] } })).toBe(false);
});
