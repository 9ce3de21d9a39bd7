import { finished, Readable } from 'node:stream';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

type RequestHandler = Pick<DynamoDBClient['config']['requestHandler'], 'metadata' | 'handle' | 'destroy'>;

/** A request that has no whole answer in this time is given up, and may be sent again. */
const REQUEST_TIMEOUT_MILLISECONDS = 30_000;

/**
 * A client's request handler, but requests are cut when the signal is aborted, or after 30 s, with a `TimeoutError`. The
 * SDK's own `requestTimeout` does no more than warn of such a request, on the console, and then waits for five minutes.
 */
export function createTimedHandler(original: RequestHandler, signal: AbortSignal | undefined): RequestHandler {
  return {
    metadata: original.metadata,
    handle: async (request, options) => {
      const cut = new AbortController();
      const cutNow = (): void => cut.abort();
      const timer = setTimeout(() => cut.abort(timedOut()), REQUEST_TIMEOUT_MILLISECONDS);
      signal?.addEventListener('abort', cutNow, { once: true });
      if (signal?.aborted) cutNow();
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cutNow);
      };
      try {
        const answer = await original.handle(request, { ...options, abortSignal: cut.signal });
        // The headers are there; whoever reads the rest meets a cut as an error of the network.
        if (answer.response.body instanceof Readable) finished(answer.response.body, end);
        else end();
        return answer;
      } catch (error) {
        end();
        throw isTimeout(cut.signal.reason) ? cut.signal.reason : error;
      }
    },
    destroy: () => {},
  };
}

const timedOut = (): Error =>
  Object.assign(new Error(`DynamoDB did not answer in ${REQUEST_TIMEOUT_MILLISECONDS / 1000} s.`), {
    name: 'TimeoutError',
  });

const isTimeout = (reason: unknown): boolean => reason instanceof Error && reason.name === 'TimeoutError';
