import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { guardClient } from '../../../bootstrap/migrator/guarded-client';

test.each([false, true])('it asks before each request; cacheMiddleware: %s', async (cacheMiddleware) => {
  let sent = 0;
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    maxAttempts: 1,
    cacheMiddleware,
    requestHandler: {
      handle: async () => {
        sent += 1;
        return { response: { statusCode: 200, headers: {}, body: new TextEncoder().encode('{}') } };
      },
    },
  });
  const describe = (through: DynamoDBClient) => through.send(new DescribeTableCommand({ TableName: 'things' }));
  await describe(client);
  let isHeld = true;
  const guarded = guardClient(client, () => {
    if (!isHeld) throw new Error('lost');
  });

  await describe(guarded);
  isHeld = false;
  await expect(describe(guarded)).rejects.toThrow('lost');

  expect(sent).toBe(2);
  await describe(client);
  expect(sent).toBe(3);
});
