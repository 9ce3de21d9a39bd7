import {
  DynamoDBServiceException,
  ProvisionedThroughputExceededException,
  ThrottlingException,
} from '@aws-sdk/client-dynamodb';
import { createSender } from '../../../bootstrap/bulk/sender';
import { guardClient } from '../../../bootstrap/migrator/guarded-client';
import { type Answering, closeLoopbacks, refused, startLoopback } from './loopback';

afterEach(closeLoopbacks);

const DONE = { body: { ConsumedCapacity: { TableName: 'things', CapacityUnits: 3 } } };

/** These answers, one after the other; then that it is done. */
const inOrder =
  (...answers: Answering[]): Answering =>
  (request, position, response) =>
    (answers[position] ?? (() => DONE))(request, position, response);

const cut: Answering = (_request, _position, response) => {
  response.destroy();
  return undefined;
};
const cutInTheMiddle: Answering = (_request, _position, response) => {
  response.writeHead(200, { 'content-length': 1_000 });
  response.write('{"Items":[', () => response.destroy());
  return undefined;
};

test('what passes is sent again until it is answered', async () => {
  const server = await startLoopback(
    inOrder(
      () => refused(500, 'InternalServerError'),
      cut,
      cutInTheMiddle,
      () => refused(400, 'RequestLimitExceeded'),
      () => ({ status: 503, body: '<html>Service Unavailable</html>' }),
    ),
  );
  const sender = createSender(server.client());
  await expect(sender.read('Scan', { TableName: 'things' }, 1)).resolves.toEqual(DONE.body);
  expect(server.requests.map(({ input }) => input)).toEqual(
    Array.from({ length: 6 }, () => ({ TableName: 'things', ReturnConsumedCapacity: 'INDEXES' })),
  );
  // What became of the two requests without an answer nobody knows: they count with what was expected of them.
  expect(sender.usage).toEqual({
    readUnits: 2 + 3,
    writeUnits: 0,
    requests: 6,
    throttles: 1,
    throttlingReasons: {},
    retries: 5,
  });
});

test('the reasons of throttles are counted, in either spelling', async () => {
  const table = { reason: 'TableWriteKeyRangeThroughputExceeded', resource: 'arn:aws:dynamodb:::table/things' };
  const index = {
    reason: 'IndexWriteProvisionedThroughputExceeded',
    resource: 'arn:aws:dynamodb:::table/things/index/a',
  };
  const server = await startLoopback(
    inOrder(
      () => refused(400, 'ProvisionedThroughputExceededException', { ThrottlingReasons: [table, index] }),
      () => refused(400, 'ThrottlingException', { throttlingReasons: [table] }),
    ),
  );
  const sender = createSender(server.client());
  await sender.write('UpdateItem', {}, 1);
  expect(sender.usage).toMatchObject({
    writeUnits: 3,
    throttles: 2,
    retries: 2,
    throttlingReasons: { [table.reason]: 2, [index.reason]: 1 },
  });
});

test('an answer that says so of a part of itself counts as throttled, and is not sent again', async () => {
  const server = await startLoopback(() => ({ body: { UnprocessedItems: { things: [{}] } } }));
  const sender = createSender(server.client());
  for (let count = 0; count < 4; count += 1) await sender.write('BatchWriteItem', {}, 2, () => true);
  expect(sender.usage).toMatchObject({ requests: 4, throttles: 4, retries: 0 });
  expect(sender.writeConcurrency()).toBe(1);
});

test.each([
  ['ValidationException', 0],
  ['AccessDeniedException', 0],
  ['ResourceNotFoundException', 0],
  ['UnrecognizedClientException', 0],
  // Refused for their conditions, they are charged all the same.
  ['ConditionalCheckFailedException', 7],
  ['TransactionCanceledException', 7],
])('%s is not sent again, and counts as %d of the 7 units that were expected', async (exception, writeUnits) => {
  const server = await startLoopback(() => refused(400, exception));
  const sender = createSender(server.client());
  await expect(sender.write('UpdateItem', {}, 7)).rejects.toMatchObject({
    name: exception,
    message: `The test says ${exception}.`,
  });
  expect(server.requests).toHaveLength(1);
  expect(sender.usage).toMatchObject({ requests: 1, retries: 0, writeUnits });
});

test('a transaction that is cancelled because the table is throttled is left to whoever knows its items, and not charged', async () => {
  const CancellationReasons = [{ Code: 'None' }, { Code: 'ThrottlingError' }];
  const server = await startLoopback(
    inOrder(() => refused(400, 'TransactionCanceledException', { CancellationReasons })),
  );
  const sender = createSender(server.client());
  const sending = sender.write('TransactWriteItems', {}, 7);
  await expect(sending).rejects.toMatchObject({ name: 'TransactionCanceledException' });
  expect(sender.usage).toMatchObject({ writeUnits: 0, throttles: 1 });
});

test('a write of an item that is part of a transaction at this moment is sent again', async () => {
  const server = await startLoopback(inOrder(() => refused(400, 'TransactionConflictException')));
  const sender = createSender(server.client());
  await expect(sender.write('UpdateItem', {}, 7)).resolves.toEqual(DONE.body);
  expect(sender.usage).toMatchObject({ requests: 2, retries: 1, throttles: 0, writeUnits: 3 });
});

test('requests that are refused for their conditions are kept to the limit as those that go through', async () => {
  const server = await startLoopback(() => refused(400, 'ConditionalCheckFailedException'));
  const sender = createSender(server.client(), { maxWriteUnits: 100 });
  const from = performance.now();
  const requests = Array.from({ length: 9 }, () => sender.write('UpdateItem', {}, 10));
  await Promise.allSettled(requests);
  // The bucket holds a tenth of a second at most; the last of them goes as soon as those ahead of it are paid.
  expect(performance.now() - from).toBeGreaterThan((80 / 100 - 0.1) * 1_000 * 0.95);
});

test("errors are the SDK's own", async () => {
  const server = await startLoopback(
    inOrder(
      () => refused(400, 'ProvisionedThroughputExceededException'),
      () => refused(400, 'ThrottlingException'),
      () => refused(400, 'SomethingNewException'),
    ),
  );
  const aborted = new AbortController();
  const seen: unknown[] = [];
  const client = server.client();
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        seen.push(error);
        throw error;
      }
    },
    { step: 'finalizeRequest', priority: 'low' },
  );
  const sender = createSender(client, { signal: aborted.signal });
  await expect(sender.write('UpdateItem', {}, 1)).rejects.toThrow(DynamoDBServiceException);
  expect(seen[0]).toBeInstanceOf(ProvisionedThroughputExceededException);
  expect(seen[1]).toBeInstanceOf(ThrottlingException);
  expect(seen[2]).toMatchObject({ name: 'SomethingNewException', $fault: 'client' });
});

test("the client's guard is asked at each attempt, and none is made once it says no", async () => {
  let isHeld = true;
  let asked = 0;
  const server = await startLoopback(
    inOrder(
      () => refused(500, 'InternalServerError'),
      () => {
        isHeld = false;
        return refused(500, 'InternalServerError');
      },
    ),
  );
  const guarded = guardClient(server.client(), () => {
    asked += 1;
    if (!isHeld) throw new Error('lost');
  });
  await expect(createSender(guarded).write('UpdateItem', {}, 1)).rejects.toThrow('lost');
  expect([asked, server.requests.length]).toEqual([3, 2]);
});

test("the SDK's retries and its log of each request are off, and the client keeps its own", async () => {
  const lines: unknown[] = [];
  const note = (...line: unknown[]) => lines.push(line);
  const logger = { trace: note, debug: note, info: note, warn: note, error: note };
  const server = await startLoopback(() => refused(400, 'ThrottlingException'));
  const aborted = new AbortController();
  const client = server.client({ maxAttempts: 5, logger });
  const sender = createSender(client, { signal: aborted.signal });
  const sending = sender.read('Scan', {}, 1);
  while (server.requests.length < 3) await server.received();
  aborted.abort(new Error('enough'));
  await expect(sending).rejects.toThrow('enough');
  expect(sender.usage.requests).toBe(server.requests.length);
  // The SDK tells how it finds its settings, once; of the requests nothing.
  expect(JSON.stringify(lines)).not.toMatch(/Scan|ThrottlingException/);
  expect(client.config.logger).toBe(logger);
  await expect(client.config.maxAttempts()).resolves.toBe(5);
});

describe('aborted', () => {
  const never: Answering = () => undefined;
  const halfway: Answering = (_request, _position, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('{');
    return undefined;
  };

  test.each([
    ['requests that are not answered', never],
    ['answers that stop half-way', halfway],
    ['pauses ahead of another attempt', () => refused(500, 'InternalServerError')],
    ['what waits for its turn and for the limit', () => DONE],
  ])('%s end without any of what they waited for, with the reason, and leave nothing open', async (_, answer) => {
    const server = await startLoopback(answer as Answering);
    const aborted = new AbortController();
    const warnings: unknown[] = [];
    const onWarning = (warning: unknown) => warnings.push(warning);
    process.on('warning', onWarning);
    const client = server.client();
    const sender = createSender(client, { signal: aborted.signal, maxReadUnits: 1 });
    sender.limits.read.change(answer === never || answer === halfway ? undefined : 1);
    const first = server.received();
    const sending = Array.from({ length: 100 }, () => sender.read('Scan', {}, 1));
    const outcomes = Promise.allSettled(sending);
    await first;
    const sent = server.requests.length;
    aborted.abort(new Error('enough'));
    const rejected = (await outcomes).flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(rejected.length).toBeGreaterThanOrEqual(99);
    expect(new Set(rejected.map(({ message }) => message))).toEqual(new Set(['enough']));
    expect(server.requests.length).toBeLessThanOrEqual(sent + 4);
    // Of each that was sent what was expected, or what its answer said; of the rest nothing.
    expect(sender.usage.readUnits).toBeLessThanOrEqual(3 * sender.usage.requests);
    expect(sender.usage.requests).toBeLessThanOrEqual(sent + 4);
    // Nothing is sent any more, be it now or later.
    await expect(sender.write('UpdateItem', {}, 1)).rejects.toThrow('enough');
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
    if (answer === never || answer === halfway) await allClosed(server);
  });

  async function allClosed(server: { connections(): Promise<number> }): Promise<void> {
    while ((await server.connections()) > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
});

test('after a run no timer is left that keeps the process alive', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const server = await startLoopback(inOrder(() => refused(500, 'InternalServerError')));
  const sender = createSender(server.client(), { maxWriteUnits: 1_000 });
  await Promise.all(Array.from({ length: 20 }, () => sender.write('UpdateItem', {}, 1)));
  await closeLoopbacks();
  // Those of the closed sockets go in their own time; one of ours would last for half a minute.
  while (timers() > before) await new Promise((resolve) => setImmediate(resolve));
}, 5_000);

test('a limit is kept with what the answers say was used, though other numbers were expected', async () => {
  const server = await startLoopback(() => ({
    body: { ConsumedCapacity: [{ CapacityUnits: 10 }, { CapacityUnits: 10 }] },
  }));
  const sender = createSender(server.client(), { maxWriteUnits: 1_000, maxConcurrency: 1 });
  const from = performance.now();
  await Promise.all(Array.from({ length: 30 }, () => sender.write('BatchExecuteStatement', {}, 2)));
  expect(sender.usage.writeUnits).toBe(600);
  // As above; by what was expected, all would go at once.
  expect(performance.now() - from).toBeGreaterThan((580 / 1_000 - 0.1) * 1_000 * 0.95);
});

test.each([
  ['maxReadUnits', 0],
  ['maxWriteUnits', -1],
  ['maxWriteUnits', Number.NaN],
  ['maxConcurrency', 0],
  ['maxConcurrency', 0.5],
])('%s %d is refused by name', async (name, value) => {
  const server = await startLoopback(() => DONE);
  expect(() => createSender(server.client(), { [name]: value })).toThrow(
    expect.objectContaining({ code: 'limit-invalid', message: expect.stringContaining(`${name} is ${value}`) }),
  );
});
