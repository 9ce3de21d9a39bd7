import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Configuration = DynamoDBClient['config'];

/** What a derived client has of its own. */
interface Replacement {
  middlewareStack?: DynamoDBClient['middlewareStack'];
  requestHandler?: Pick<Configuration['requestHandler'], 'metadata' | 'handle' | 'destroy'>;
  /** Keeps the resolved middleware of each command for the next one of its kind. */
  cacheMiddleware?: boolean;
}

/**
 * The same client but for what is replaced. A cache of handlers (`cacheMiddleware`) is switched off, unless it is asked
 * for: that of the client it is derived from knows nothing of the replacement.
 */
export function deriveClient(
  client: DynamoDBClient,
  { middlewareStack, cacheMiddleware = false, ...replaced }: Replacement,
): DynamoDBClient {
  const config = { ...client.config, ...replaced, cacheMiddleware };
  return Object.create(client, {
    config: { value: config, writable: true },
    // Its own, also where the client it is derived from has one.
    handlers: { value: undefined, writable: true, configurable: true },
    ...(middlewareStack && { middlewareStack: { value: middlewareStack } }),
  });
}
