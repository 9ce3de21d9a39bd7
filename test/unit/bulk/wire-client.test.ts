import { ConditionalCheckFailedException, ScanCommand } from '@aws-sdk/client-dynamodb';
import { createWireClient } from '../../../bootstrap/bulk/wire-client';
import { isPassing } from '../../../bootstrap/retry';
import { type Answering, closeLoopbacks, refused, startLoopback } from './loopback';

afterEach(async () => {
  jest.useRealTimers();
  await closeLoopbacks();
});

test('input and answer are DynamoDB’s own JSON: binary stays base64, and any name stays what it is', async () => {
  const item = JSON.parse('{"pk":{"S":"ä€😀"},"b":{"B":"AQID"},"bs":{"BS":["AQID",""]},"__proto__":{"N":"1E-130"}}');
  const server = await startLoopback(() => ({ body: { Items: [item], Count: 1 } }));
  const send = createWireClient(server.client());
  const input = { TableName: 'things', ExclusiveStartKey: item, Limit: undefined };
  const answer = await send('Scan', input);
  expect(JSON.stringify(answer)).toBe(JSON.stringify({ Items: [item], Count: 1 }));
  expect(JSON.stringify(server.requests[0]?.input)).toBe(JSON.stringify(input));
});

test('a request is signed, and says which operation it is', async () => {
  const server = await startLoopback(() => ({ body: {} }));
  const send = createWireClient(server.client());
  const operations = [
    ...(['Scan', 'Query', 'GetItem', 'UpdateItem', 'BatchWriteItem'] as const),
    ...(['BatchExecuteStatement', 'TransactWriteItems'] as const),
  ];
  for (const operation of operations) await send(operation, { TableName: 'things' });
  expect(server.requests.map(({ operation }) => operation)).toEqual(operations);
  for (const { headers } of server.requests) {
    expect(headers.authorization).toMatch(/Credential=a\/\d{8}\/eu-central-1\/dynamodb\/aws4_request/);
    expect(headers['content-type']).toBe('application/x-amz-json-1.0');
  }
});

test('an error is the SDK’s typed exception, with what came with it', async () => {
  const server = await startLoopback(() =>
    refused(400, 'ConditionalCheckFailedException', { Item: { pk: { S: 'a' }, b: { B: 'AQID' } } }),
  );
  const sending = createWireClient(server.client())('UpdateItem', {});
  await expect(sending).rejects.toThrow(ConditionalCheckFailedException);
  await expect(sending).rejects.toMatchObject({ Item: { pk: { S: 'a' } }, $metadata: { httpStatusCode: 400 } });
});

test('the client itself stays as it was', async () => {
  const server = await startLoopback(() => ({ body: { Items: [{ b: { B: 'AQID' } }] } }));
  const client = server.client();
  await createWireClient(client)('Scan', { TableName: 'things' });
  const { Items } = await client.send(new ScanCommand({ TableName: 'things' }));
  expect(Buffer.from(Items?.[0]?.b?.B as Uint8Array)).toEqual(Buffer.from([1, 2, 3]));
});

const silent: Answering = () => undefined;
const halfway: Answering = (_request, _position, response) => {
  response.writeHead(200, { 'content-length': 100 });
  response.write('{');
  return undefined;
};

test.each([
  ['is not answered', silent],
  ['is answered half', halfway],
])('a request that %s is given up after 30 s', async (_, answer) => {
  const server = await startLoopback(answer as Answering);
  const send = createWireClient(server.client());
  jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
  const received = server.received();
  const sending = send('Scan', {});
  let isOver = false;
  const over = sending.catch((thrown) => {
    isOver = true;
    return thrown;
  });
  await received;
  jest.advanceTimersByTime(29_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(isOver).toBe(false);
  jest.advanceTimersByTime(1_001);
  expect(isPassing(await over)).toBe(true);
});
