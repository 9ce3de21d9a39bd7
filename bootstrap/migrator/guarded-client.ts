import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { deriveClient } from '../derive-client';

/**
 * The same client, but each request, and each new attempt at it, asks `check` before it is sent: whoever lost the lock
 * while its event loop was blocked or its process was stopped changes nothing more. A document client made from it is
 * guarded as well.
 */
export function guardClient(client: DynamoDBClient, check: () => void): DynamoDBClient {
  const middlewareStack = client.middlewareStack.clone();
  middlewareStack.add(
    (next) => async (request) => {
      check();
      return next(request);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'groundworkLock' },
  );
  return deriveClient(client, { middlewareStack });
}
