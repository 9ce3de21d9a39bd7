import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { waitForDeletion, waitForTable } from '../../../bootstrap/wait-for-table';
import { inOrder, scriptedClient } from './scripted-client';
import { described, describedWithIndex, notFound } from './table-states';

test('a table that is ACTIVE costs one DescribeTable', async () => {
  const { client, calls } = scriptedClient(inOrder(described('ACTIVE')));

  await expect(waitForTable(client, 'things')).resolves.toMatchObject({ TableName: 'things' });

  expect(calls).toEqual([{ name: 'DescribeTable', input: { TableName: 'things' } }]);
});

test('a table that DescribeTable does not know yet, and then is CREATING, is waited for', async () => {
  const { client, calls } = scriptedClient(inOrder(notFound(), described('CREATING'), described('ACTIVE')));

  await expect(waitForTable(client, 'things')).resolves.toMatchObject({ TableStatus: 'ACTIVE' });

  expect(calls).toHaveLength(3);
});

test('what is to be settled besides is waited for too', async () => {
  const index = (IndexStatus: 'CREATING' | 'ACTIVE') => describedWithIndex({ IndexName: 'gsi1', IndexStatus });
  const { client, calls } = scriptedClient(inOrder(index('CREATING'), index('ACTIVE')));

  await waitForTable(client, 'things', ({ GlobalSecondaryIndexes = [] }) =>
    GlobalSecondaryIndexes.every(({ IndexStatus }) => IndexStatus === 'ACTIVE'),
  );

  expect(calls).toHaveLength(2);
});

test('a wait that takes too long says what it waited for, and that it can be taken up again', async () => {
  const { client } = scriptedClient(
    inOrder(
      described('UPDATING', {
        GlobalSecondaryIndexes: [
          { IndexName: 'gsi1', IndexStatus: 'CREATING' },
          { IndexName: 'gsi2', IndexStatus: 'ACTIVE' },
        ],
      }),
    ),
  );

  await expect(waitForTable(client, 'things', undefined, { timeoutMilliseconds: 0 })).rejects.toMatchObject({
    name: 'BootstrapError',
    code: 'wait-timeout',
    message: expect.stringMatching(/^Table things is UPDATING, index gsi1 CREATING after 0 s\. Run the command again/),
  });
});

test('a wait is given up when it is interrupted', async () => {
  const controller = new AbortController();
  const { client, calls } = scriptedClient(() => {
    controller.abort();
    return described('CREATING');
  });

  await expect(waitForTable(client, 'things', undefined, controller)).rejects.toMatchObject({ name: 'AbortError' });

  expect(calls).toHaveLength(1);
});

test('an error other than that the table is unknown ends the wait', async () => {
  const { client } = scriptedClient(inOrder(new Error('AccessDenied')));

  await expect(waitForTable(client, 'things')).rejects.toThrow('AccessDenied');
});

test.each([
  ['is busy', Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })],
  ['fails', new DynamoDBServiceException({ name: 'InternalServerError', $fault: 'server', $metadata: {} })],
  ['is not reached', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
])('where DynamoDB %s, it is asked again', async (_, error) => {
  const waiting = scriptedClient(inOrder(described('CREATING'), error, described('ACTIVE')));
  await expect(waitForTable(waiting.client, 'things')).resolves.toMatchObject({ TableStatus: 'ACTIVE' });
  expect(waiting.calls).toHaveLength(3);

  const deletion = scriptedClient(inOrder(described('DELETING'), error, described('DELETING'), notFound()));
  await waitForDeletion(deletion.client, 'things');
  expect(deletion.calls).toHaveLength(4);

  const { client } = scriptedClient(inOrder(error));
  await expect(waitForTable(client, 'things', undefined, { timeoutMilliseconds: 0 })).rejects.toMatchObject({
    code: 'wait-timeout',
    message: expect.stringContaining(`Table things can't be described (${error.name}: ${error.message}) after 0 s.`),
    cause: error,
  });
});

test('a deletion is waited for until there is no such table', async () => {
  const { client, calls } = scriptedClient(inOrder(described('DELETING'), described('DELETING'), notFound()));

  await expect(waitForDeletion(client, 'things')).resolves.toBeUndefined();

  expect(calls).toHaveLength(3);
});
