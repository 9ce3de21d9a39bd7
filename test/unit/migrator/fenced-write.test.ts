import { TransactionInProgressException } from '@aws-sdk/client-dynamodb';
import { fencedPut } from '../../../bootstrap/migrator/lock/fenced-write';
import { inOrder, scriptedClient } from '../bootstrap/scripted-client';

const ITEM = { pk: { S: 'a' }, sk: { S: 'b' } };
const named = (name: string) => Object.assign(new Error(name), { name });

test('what passes is tried again: a busy table, a transaction under way, a network that fails', async () => {
  const { client, calls } = scriptedClient(
    inOrder(
      named('ThrottlingException'),
      named('ProvisionedThroughputExceededException'),
      new TransactionInProgressException({ $metadata: {}, message: 'under way' }),
      Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
      named('TimeoutError'),
      {},
    ),
  );
  await fencedPut(client, 'things', { token: 1 }, ITEM);
  expect(calls).toHaveLength(6);
});

test('any other error is not', async () => {
  const { client, calls } = scriptedClient(inOrder(named('AccessDeniedException')));
  await expect(fencedPut(client, 'things', { token: 1 }, ITEM)).rejects.toThrow('AccessDeniedException');
  expect(calls).toHaveLength(1);
});

test('once the lock is lost it is not tried again', async () => {
  const lost = new AbortController();
  const { client, calls } = scriptedClient(() => {
    lost.abort();
    throw named('ThrottlingException');
  });
  await expect(fencedPut(client, 'things', { token: 1, signal: lost.signal }, ITEM)).rejects.toThrow();
  expect(calls).toHaveLength(1);
});
