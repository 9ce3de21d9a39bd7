import { type KeySchemaElement, PutItemCommand, ScanCommand, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { createIndex } from '../../../bootstrap/migrator/steps/create-index';
import { deleteIndex } from '../../../bootstrap/migrator/steps/delete-index';
import type { IndexDefinition } from '../../../bootstrap/migrator/steps/index-definition';
import { describeTable } from '../../../bootstrap/wait-for-table';
import { createEmptyTable, type EmptyTable } from './support';

let table: EmptyTable;

beforeEach(async () => {
  table = await createEmptyTable();
});

afterEach(() => table.remove());

const byMail: IndexDefinition = {
  indexName: 'by-mail',
  partitionKey: { name: 'mail', type: 'S' },
  sortKey: { name: 'since', type: 'N' },
};

const create = (definition: IndexDefinition) => createIndex(table.client, table.tableName, definition);
const remove = (indexName: string) => deleteIndex(table.client, table.tableName, indexName);
const indexes = async () => (await describeTable(table.client, table.tableName)).GlobalSecondaryIndexes ?? [];

test('an index is built over the items that are there, and is ACTIVE then', async () => {
  await table.client.send(
    new PutItemCommand({
      TableName: table.tableName,
      Item: { pk: { S: 'a' }, sk: { S: 'b' }, mail: { S: 'a@example.com' }, since: { N: '1' } },
    }),
  );

  await create(byMail);

  const { Count } = await table.client.send(new ScanCommand({ TableName: table.tableName, IndexName: 'by-mail' }));
  expect(Count).toBe(1);
  await expect(indexes()).resolves.toMatchObject([
    {
      IndexName: 'by-mail',
      IndexStatus: 'ACTIVE',
      KeySchema: [
        { AttributeName: 'mail', KeyType: 'HASH' },
        { AttributeName: 'since', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ]);
});

test('an index has the projection that it is asked for, and no sort key where none is named', async () => {
  await create({ ...byMail, sortKey: undefined, projection: ['name', 'city'] });
  await create({ indexName: 'by-city', partitionKey: { name: 'city', type: 'S' }, projection: 'KEYS_ONLY' });

  const found = new Map((await indexes()).map((index) => [index.IndexName, index]));
  expect(found.get('by-mail')?.KeySchema).toEqual<KeySchemaElement[]>([{ AttributeName: 'mail', KeyType: 'HASH' }]);
  expect(found.get('by-mail')?.Projection).toMatchObject({ ProjectionType: 'INCLUDE' });
  expect(found.get('by-mail')?.Projection?.NonKeyAttributes?.toSorted()).toEqual(['city', 'name']);
  expect(found.get('by-city')?.Projection).toMatchObject({ ProjectionType: 'KEYS_ONLY' });
});

test('an index that is there with the same definition is adopted, for one DescribeTable', async () => {
  await create(byMail);
  table.calls.length = 0;

  await create(byMail);

  expect(table.calls).toEqual(['DescribeTable']);
});

test('an index that somebody else has begun is adopted', async () => {
  await table.client.send(
    new UpdateTableCommand({
      TableName: table.tableName,
      AttributeDefinitions: [
        { AttributeName: 'mail', AttributeType: 'S' },
        { AttributeName: 'since', AttributeType: 'N' },
      ],
      GlobalSecondaryIndexUpdates: [
        {
          Create: {
            IndexName: 'by-mail',
            KeySchema: [
              { AttributeName: 'mail', KeyType: 'HASH' },
              { AttributeName: 'since', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        },
      ],
    }),
  );

  await create(byMail);

  await expect(indexes()).resolves.toMatchObject([{ IndexName: 'by-mail', IndexStatus: 'ACTIVE' }]);
});

test.each<[string, IndexDefinition]>([
  ['another key', { ...byMail, partitionKey: { name: 'address', type: 'S' } }],
  ['a key of another type', { ...byMail, sortKey: { name: 'since', type: 'S' } }],
  ['no sort key', { ...byMail, sortKey: undefined }],
  ['another projection', { ...byMail, projection: 'KEYS_ONLY' }],
])('an index of that name with %s is refused, and stays', async (_, definition) => {
  await create(byMail);

  await expect(create(definition)).rejects.toMatchObject({
    name: 'BootstrapError',
    code: 'index-differs',
    message: expect.stringContaining(
      `Table ${table.tableName} has an index by-mail with mail (HASH, S), since (RANGE, N), projection ALL; the migration wants `,
    ),
  });
  await expect(indexes()).resolves.toHaveLength(1);
});

test('an index is deleted, and gone then; once more it is as good as deleted', async () => {
  await create(byMail);

  await remove('by-mail');

  await expect(indexes()).resolves.toEqual([]);
  table.calls.length = 0;
  await remove('by-mail');
  expect(table.calls).toEqual(['DescribeTable']);
});
