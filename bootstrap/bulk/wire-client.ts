import {
  BatchExecuteStatementCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { deriveClient } from '../derive-client';
import { createTimedHandler } from './timed-handler';

const COMMANDS = {
  BatchExecuteStatement: BatchExecuteStatementCommand,
  BatchWriteItem: BatchWriteItemCommand,
  DeleteItem: DeleteItemCommand,
  GetItem: GetItemCommand,
  Query: QueryCommand,
  Scan: ScanCommand,
  TransactWriteItems: TransactWriteItemsCommand,
  UpdateItem: UpdateItemCommand,
};

export type Operation = keyof typeof COMMANDS;

/** Sends one request in DynamoDB's own JSON, once, and gives its answer in the same; errors are those of the SDK. */
export type SendWire = (operation: Operation, input: object) => Promise<object>;

/**
 * A client for many requests. It sends with the SDK's client (its endpoint, credentials, signature, sockets, and whatever
 * its middleware does, the lock's guard too), but past the SDK's conversion of items, which would take more time than all
 * else, past its log of each request, and without its retries, which would hide from us that the table is throttled.
 *
 * @param signal aborted: requests under way are given up
 */
export function createWireClient(client: DynamoDBClient, signal?: AbortSignal): SendWire {
  const wire = deriveClient(client, {
    middlewareStack: toWireStack(client.middlewareStack),
    requestHandler: createTimedHandler(client.config.requestHandler, signal),
    cacheMiddleware: true,
  });
  return (operation, input) => {
    const Command = COMMANDS[operation] as unknown as new (input: object) => ScanCommand;
    return wire.send(new Command(input));
  };
}

type Stack = DynamoDBClient['middlewareStack'];

/** A command on its way through the SDK's middleware, as far as it matters here. */
interface Passing {
  input: object;
  request: { body?: string };
  /** What was asked for, as it is to be sent. */
  wire?: object;
}

interface Passed {
  output: object;
  response: { statusCode: number; body: AsyncIterable<Uint8Array> | Uint8Array; wire?: object };
}

type Middleware = (next: (passing: Passing) => Promise<Passed>) => (passing: Passing) => Promise<Passed>;

/** The SDK serialises nothing, and gets our body after that; of an answer it deserialises nothing, and gives what we read. */
function toWireStack(original: Stack): Stack {
  const stack = original.clone();
  // In the places of the SDK's own, which others in its stack name as their neighbours.
  stack.add((next) => next, { name: 'retryMiddleware', step: 'finalizeRequest', priority: 'high', override: true });
  stack.add((next) => next, { name: 'loggerMiddleware', step: 'initialize', override: true });
  const place = (relation: 'before' | 'after', toMiddleware: string, middleware: Middleware): void =>
    stack.addRelativeTo(middleware as never, { name: `${middleware.name}Wire`, relation, toMiddleware });
  place('before', 'serializerMiddleware', hideInput);
  place('after', 'serializerMiddleware', setBody);
  place('before', 'deserializerMiddleware', giveAnswer);
  place('after', 'deserializerMiddleware', readAnswer);
  return stack;
}

const hideInput: Middleware = (next) => (passing) => next({ ...passing, input: {}, wire: passing.input });

const setBody: Middleware = (next) => (passing) => {
  passing.request.body = JSON.stringify(passing.wire);
  return next(passing);
};

const giveAnswer: Middleware = (next) => async (passing) => {
  const passed = await next(passing);
  const { wire } = passed.response;
  return wire ? { ...passed, output: wire } : passed;
};

const readAnswer: Middleware = (next) => async (passing) => {
  const passed = await next(passing);
  const { response } = passed;
  // An error is the SDK's to tell.
  if (response.statusCode < 300) {
    response.wire = JSON.parse(await readText(response.body));
    response.body = NOTHING;
  }
  return passed;
};

const NOTHING = Buffer.from('{}');

async function readText(body: Passed['response']['body']): Promise<string> {
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
