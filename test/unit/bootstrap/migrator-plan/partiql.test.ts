import { targetOf } from '../../../../bootstrap/migrator/plan/partiql';

test.each([
  ['SELECT * FROM "a.b"."by ""name""" WHERE pk = 1', { tableName: 'a.b', indexName: 'by "name"' }],
  ['select pk, sk\nfrom music', { tableName: 'music' }],
  ['SELECT*FROM music-box.gsi1', { tableName: 'music-box', indexName: 'gsi1' }],
  ['EXISTS (SELECT * FROM "t" WHERE pk = 1)', { tableName: 't' }],
  [`INSERT INTO "t" VALUE {'pk': 'FROM x'}`, { tableName: 't' }],
  ['-- first\nUPDATE "t" SET a = 1 WHERE pk = 1', { tableName: 't' }],
  ['delete from t where pk = 1', { tableName: 't' }],
])('%s', (statement, target) => expect(targetOf(statement)).toEqual(target));

test('a statement that is none has no target', () => expect(targetOf('DROP TABLE t')).toBeUndefined());
