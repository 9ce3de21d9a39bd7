import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What a derived client has of its own. */
interface Replacement {
  middlewareStack?: DynamoDBClient['middlewareStack'];
  requestHandler?: Pick<DynamoDBClient['config']['requestHandler'], 'metadata' | 'handle' | 'destroy'>;
}

/**
 * The same client but for what is replaced. A cache of handlers (`cacheMiddleware`) is switched off: it would hold those
 * of the client it is derived from, which know nothing of the replacement.
 */
export function deriveClient(
  client: DynamoDBClient,
  { middlewareStack, requestHandler = client.config.requestHandler }: Replacement,
): DynamoDBClient {
  const config = { ...client.config, requestHandler, cacheMiddleware: false };
  return Object.create(client, {
    config: { value: config, writable: true },
    ...(middlewareStack && { middlewareStack: { value: middlewareStack } }),
  });
}
