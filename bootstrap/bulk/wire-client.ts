import {
  BatchExecuteStatementCommand,
  BatchWriteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { deriveClient } from '../derive-client';

const COMMANDS = {
  BatchExecuteStatement: BatchExecuteStatementCommand,
  BatchWriteItem: BatchWriteItemCommand,
  GetItem: GetItemCommand,
  Query: QueryCommand,
  Scan: ScanCommand,
  TransactWriteItems: TransactWriteItemsCommand,
  UpdateItem: UpdateItemCommand,
};

export type Operation = keyof typeof COMMANDS;

/** Sends one request in DynamoDB's own JSON, once, and gives its answer in the same; errors are those of the SDK. */
export type SendWire = (operation: Operation, input: object) => Promise<object>;

/** A request that has no answer for so long is given up, and may be sent again. */
const REQUEST_TIMEOUT_MILLISECONDS = 30_000;

/**
 * A client for many requests. It sends with the SDK's client (its endpoint, credentials, signature, sockets, and whatever
 * its middleware does, the lock's guard too), but past the SDK's conversion of items, which would take more time than all
 * else, past its log of each request, and without its retries, which would hide from us that the table is throttled.
 *
 * @param signal aborted: requests under way are given up
 */
export function createWireClient(client: DynamoDBClient, signal?: AbortSignal): SendWire {
  const { requestHandler } = client.config;
  const middlewareStack = client.middlewareStack.clone();
  // In the places of the SDK's own, which others in its stack name as their neighbours.
  middlewareStack.add((next) => next, {
    name: 'retryMiddleware',
    step: 'finalizeRequest',
    priority: 'high',
    override: true,
  });
  middlewareStack.add((next) => next, { name: 'loggerMiddleware', step: 'initialize', override: true });
  const wire = deriveClient(client, {
    middlewareStack,
    protocol: toWireProtocol(client.config.protocol),
    requestHandler: {
      metadata: requestHandler.metadata,
      handle: (request, options) =>
        requestHandler.handle(request, {
          ...options,
          abortSignal: signal,
          requestTimeout: REQUEST_TIMEOUT_MILLISECONDS,
        }),
      destroy: () => {},
    },
    cacheMiddleware: true,
  });
  return (operation, input) => {
    const Command = COMMANDS[operation] as unknown as new (input: object) => ScanCommand;
    return wire.send(new Command(input));
  };
}

type Configured = DynamoDBClient['config']['protocol'];

/** Of the SDK's protocol, what is replaced. */
interface Protocol {
  serializeRequest(operation: unknown, input: object, context: unknown): Promise<{ body?: unknown }>;
  deserializeResponse(operation: unknown, context: unknown, response: HttpResponse): Promise<unknown>;
}

interface HttpResponse {
  statusCode: number;
  body: AsyncIterable<Uint8Array>;
}

/** The SDK's protocol, but for the bodies of requests and of answers that succeed. */
function toWireProtocol(configured: Configured): Configured {
  const original = configured as unknown as Protocol;
  const replaced: Protocol = {
    serializeRequest: async (operation, input, context) =>
      Object.assign(await original.serializeRequest(operation, {}, context), { body: JSON.stringify(input) }),
    deserializeResponse: async (operation, context, response) =>
      response.statusCode < 300
        ? JSON.parse(await readText(response.body))
        : original.deserializeResponse(operation, context, response),
  };
  return Object.assign(Object.create(original), replaced) as Configured;
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
