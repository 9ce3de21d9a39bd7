/**
 * Whether a PartiQL statement can only read: SELECT, or the EXISTS (SELECT …) of a transaction. DynamoDB takes one
 * statement at a time, so what begins with SELECT is no more than that.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.statements.html
 */
export const isSelect = (statement: string): boolean => /^(EXISTS\s*\(\s*)?SELECT\b/i.test(withoutComments(statement));

/** The table, and the index where there is one, that a statement names; undefined where that can't be told. */
export function targetOf(statement: string): { tableName: string; indexName?: string } | undefined {
  const found = TARGET.exec(withoutComments(statement));
  const tableName = unquote(found?.[1]);
  return tableName === undefined ? undefined : { tableName, indexName: unquote(found?.[2]) };
}

const NAME = '("(?:[^"]|"")+"|[\\w-]+)';

/** The target of SELECT stands after its first FROM. */
const TARGET = new RegExp(
  `^(?:INSERT\\s+INTO|UPDATE|DELETE\\s+FROM|(?:EXISTS\\s*\\(\\s*)?SELECT\\b[\\s\\S]*?\\bFROM)\\s*${NAME}(?:\\s*\\.\\s*${NAME})?`,
  'i',
);

/** Only those before the statement: further on, what looks like one may be within a string. */
const withoutComments = (statement: string): string => statement.replace(/^(\s|--[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)*/, '');

function unquote(name: string | undefined): string | undefined {
  return name?.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}
