import { type AttributeValue, type KeySchemaElement, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { changeSettings } from '../../../bootstrap/migrator/steps/change-settings';
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

const create = (definition: IndexDefinition, onWarning?: (message: string) => void) =>
  createIndex({ ...table, onWarning }, definition);
const remove = (indexName: string) => deleteIndex(table, indexName);
const put = (pk: string, attributes: Record<string, AttributeValue>) =>
  table.client.send(
    new PutItemCommand({ TableName: table.tableName, Item: { pk: { S: pk }, sk: { S: 'b' }, ...attributes } }),
  );
const indexes = async () => (await describeTable(table.client, table.tableName)).GlobalSecondaryIndexes ?? [];

test('an index is built over the items that are there, and is ACTIVE then', async () => {
  await put('a', { mail: { S: 'a@example.com' }, since: { N: '1' } });

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

test('on a provisioned table an index begins with as many units as the table', async () => {
  await changeSettings(table, { billing: { readUnits: 5, writeUnits: 6 } });

  await create(byMail);

  await expect(indexes()).resolves.toMatchObject([
    { IndexStatus: 'ACTIVE', ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 6 } },
  ]);
});

describe('items that an index leaves out without a word', () => {
  const warnings: string[] = [];
  const createWatched = () => create(byMail, (message) => warnings.push(message));
  const right = { mail: { S: 'a@example.com' }, since: { N: '1' } };

  beforeEach(() => {
    warnings.length = 0;
  });

  test('are told of, with their keys and what is wrong with them', async () => {
    await put('right', right);
    await put('wrong', { ...right, mail: { N: '1' } });

    await createWatched();

    expect(warnings).toEqual([
      '1 item is not in index by-mail, because mail is not a string or since is not a number: {"pk":"wrong","sk":"b"}. ' +
        'Give them the right type in a migration.',
    ]);
  });

  test('are counted, and the first five named', async () => {
    for (const pk of ['1', '2', '3', '4', '5', '6', '7']) await put(pk, { ...right, since: { S: '1' } });

    await createWatched();

    expect(warnings).toEqual([
      expect.stringMatching(/^7 items are not in index by-mail, .*(\{[^}]+\}, ){4}\{[^}]+\} …\. /),
    ]);
  });

  test('are none where all have the right type, or lack the attribute on purpose', async () => {
    await put('right', right);
    await put('without', {});
    await put('half', { mail: { S: 'a@example.com' } });

    await createWatched();

    expect(warnings).toEqual([]);
  });
});
