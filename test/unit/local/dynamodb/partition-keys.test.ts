import { partitionKeyLookup } from '../../../../local/aws/dynamodb/partition-keys';

const schema = (name: string) => [
  { AttributeName: `${name}sk`, KeyType: 'RANGE' },
  { AttributeName: name, KeyType: 'HASH' },
];

const lookup = () => {
  const tables: Record<string, unknown> = { Music: { KeySchema: schema('pk') } };
  const described: string[] = [];
  let time = 0;
  const find = partitionKeyLookup(
    async (table) => {
      described.push(table);
      return tables[table];
    },
    () => time,
  );
  const pass = (milliseconds: number) => {
    time += milliseconds;
  };
  return { tables, described, find, pass };
};

test('finds the partition key of a table and of its indexes', async () => {
  const { tables, find } = lookup();
  tables.Music = {
    KeySchema: schema('pk'),
    GlobalSecondaryIndexes: [{ IndexName: 'gsi1', KeySchema: schema('gsi1pk') }],
    LocalSecondaryIndexes: [{ IndexName: 'lsi1', KeySchema: schema('pk') }],
  };
  expect(await find('Music', undefined)).toBe('pk');
  expect(await find('Music', 'gsi1')).toBe('gsi1pk');
  expect(await find('Music', 'lsi1')).toBe('pk');
});

test('finds nothing for a table or an index that does not exist', async () => {
  const { find } = lookup();
  expect(await find('Users', undefined)).toBeUndefined();
  expect(await find('Music', 'gsi1')).toBeUndefined();
});

test('describes a table once in five seconds', async () => {
  const { described, find, pass } = lookup();
  await find('Music', undefined);
  pass(4_999);
  await find('Music', undefined);
  expect(described).toEqual(['Music']);
  pass(1);
  await find('Music', undefined);
  expect(described).toEqual(['Music', 'Music']);
});

test('finds an index that was added meanwhile', async () => {
  const { tables, find } = lookup();
  await find('Music', undefined);
  tables.Music = { KeySchema: schema('pk'), GlobalSecondaryIndexes: [{ IndexName: 'gsi1', KeySchema: schema('g') }] };
  expect(await find('Music', 'gsi1')).toBe('g');
});

test('finds a table that was created meanwhile', async () => {
  const { tables, find } = lookup();
  expect(await find('Users', undefined)).toBeUndefined();
  tables.Users = { KeySchema: schema('id') };
  expect(await find('Users', undefined)).toBe('id');
});
