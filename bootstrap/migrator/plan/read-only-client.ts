import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { deriveClient } from '../../derive-client';
import { isRead } from './is-read';
import { type Call, type Response, toCall } from './wire';

/** Stands between a read-only client and DynamoDB. */
interface Interceptor {
  /** A call that reads. `send` sends it as it is. */
  read(call: Call, send: () => Promise<Response>): Promise<Response>;
  /** Any other call: it cannot be sent, and this is all the answer it gets. */
  change(call: Call): Promise<Response>;
}

/**
 * The same client, with its configuration and middleware, but nothing except reads can leave it. It stands at the last
 * place before the network, in the client's request handler: there a call has one form, whether it was made with this
 * client, a document client over it, DynamoDB-Toolbox, or a client made of its configuration.
 */
export function createReadOnlyClient(client: DynamoDBClient, interceptor: Interceptor): DynamoDBClient {
  const { requestHandler } = client.config;
  return deriveClient(client, {
    requestHandler: {
      metadata: requestHandler.metadata,
      handle: async (...[request, options]: Parameters<typeof requestHandler.handle>) => {
        const call = toCall(request);
        const send = async () => (await requestHandler.handle(request, options)).response;
        return { response: await (isRead(call) ? interceptor.read(call, send) : interceptor.change(call)) };
      },
      // The connections belong to the client it is derived from.
      destroy: () => {},
    },
  });
}
