import { ResourceInUseException } from '@aws-sdk/client-dynamodb';
import { ensureTable, requireKeySchema } from '../../../bootstrap/create-table';
import { inOrder, scriptedClient } from './scripted-client';
import { described, notFound } from './table-states';

const options = { name: 'things', settings: { deletionProtection: true } };

test('a table is created on demand, with pk and sk, and with the settings that CreateTable can set', async () => {
  const { client, calls } = scriptedClient(inOrder(notFound(), {}, described('ACTIVE')));

  await expect(ensureTable(client, options)).resolves.toMatchObject({ created: true });

  expect(calls.map(({ name }) => name)).toEqual(['DescribeTable', 'CreateTable', 'DescribeTable']);
  expect(calls[1]?.input).toMatchObject({ BillingMode: 'PAY_PER_REQUEST', DeletionProtectionEnabled: true });
});

test('a table that somebody else is just creating is waited for', async () => {
  const { client, calls } = scriptedClient(inOrder(described('CREATING'), described('CREATING'), described('ACTIVE')));

  await expect(ensureTable(client, options)).resolves.toMatchObject({ created: false });

  expect(calls).toHaveLength(3);
});

test('a table that somebody else created after the look is as good as created', async () => {
  const inUse = new ResourceInUseException({ $metadata: {}, message: 'Table already exists' });
  const { client } = scriptedClient(inOrder(notFound(), inUse, described('CREATING'), described('ACTIVE')));

  await expect(ensureTable(client, options)).resolves.toMatchObject({
    created: false,
    description: { TableStatus: 'ACTIVE' },
  });
});

test('a table that is just being deleted is waited for, and made anew', async () => {
  const { client, calls } = scriptedClient(
    inOrder(described('DELETING'), described('DELETING'), notFound(), {}, described('ACTIVE')),
  );

  await expect(ensureTable(client, options)).resolves.toMatchObject({ created: true });

  expect(calls.map(({ name }) => name)).toEqual([
    ...['DescribeTable', 'DescribeTable', 'DescribeTable'],
    ...['CreateTable', 'DescribeTable'],
  ]);
});

test('the wait is given up when it is interrupted', async () => {
  const { client } = scriptedClient(inOrder(described('CREATING')));

  await expect(ensureTable(client, options, AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});

describe('another key schema is refused', () => {
  const pk = { AttributeName: 'pk', KeyType: 'HASH' } as const;
  const sk = { AttributeName: 'sk', KeyType: 'RANGE' } as const;
  const strings = [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
  ] as const;

  test.each([
    ['without a sort key', [pk], [strings[0]], 'pk (HASH, S)'],
    ['of other names', [{ ...pk, AttributeName: 'id' }], [{ ...strings[0], AttributeName: 'id' }], 'id (HASH, S)'],
    [
      'of another type',
      [pk, sk],
      [strings[0], { AttributeName: 'sk', AttributeType: 'N' } as const],
      'pk (HASH, S) and sk (RANGE, N)',
    ],
  ])('%s', (_, KeySchema, AttributeDefinitions, found) => {
    expect(() => requireKeySchema({ TableName: 'things', KeySchema, AttributeDefinitions })).toThrow(
      expect.objectContaining({
        code: 'other-key-schema',
        message:
          `Table things has the keys ${found}; Groundwork needs pk (HASH, S) and sk (RANGE, S). ` +
          'A key schema cannot be changed: name another table in deployments.ts, or in TABLE_NAME.',
      }),
    );
  });
});
