import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request of DynamoDB, as the client sent it. */
export interface ProxiedRequest {
  /** The action, e.g. `UpdateItem`. */
  operation: string;
  /** Its input in DynamoDB's own JSON. */
  input: Record<string, unknown>;
  /** `performance.now()` when it had come in. */
  at: number;
}

export interface Answer {
  status: number;
  body: Buffer;
}

/** The connection is cut and the client has no answer, whatever became of its request. */
export const NO_ANSWER = Symbol('no answer');

/**
 * Decides what becomes of one request; `forward` passes it on to DynamoDB Local at the moment of its call, with another
 * input where one is given.
 */
export type Handler = (
  request: ProxiedRequest,
  forward: (input?: Record<string, unknown>) => Promise<Answer>,
) => Promise<Answer | typeof NO_ANSWER> | Answer | typeof NO_ANSWER;

export interface FaultProxy {
  endpoint: string;
  /** All requests that came in, those that were refused too, in their order. */
  requests: ProxiedRequest[];
  /** What becomes of the requests from now on. At first all are passed on. */
  handle(handler: Handler): void;
  /** The next request for which this holds, once it came in; what came before the call does not count. */
  next(isAwaited: (request: ProxiedRequest) => boolean): Promise<ProxiedRequest>;
  close(): Promise<void>;
}

/** A proxy on loopback, in front of the DynamoDB Local of this kind of tests, in which a test brings about what goes wrong. */
export async function startFaultProxy(): Promise<FaultProxy> {
  const upstream = new URL(process.env.AWS_ENDPOINT_URL_DYNAMODB ?? '');
  const agent = new http.Agent({ keepAlive: true });
  const requests: ProxiedRequest[] = [];
  const awaited = new Set<(request: ProxiedRequest) => void>();
  let handler: Handler = (_request, forward) => forward();

  const server = http.createServer(async (incoming, response) => {
    try {
      const body = await readAll(incoming);
      const request = describe(incoming, body);
      requests.push(request);
      for (const look of awaited) look(request);
      reply(
        response,
        await handler(request, (input) =>
          send(upstream, agent, incoming, input ? Buffer.from(JSON.stringify(input)) : body),
        ),
      );
    } catch (error) {
      // What fails here is the test's own doing: it shows as an error that the client does not try again.
      reply(response, refusal(400, 'ValidationException', `The proxy failed: ${String(error)}`));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    handle: (next) => {
      handler = next;
    },
    next: (isAwaited) =>
      new Promise((resolve) => {
        const look = (request: ProxiedRequest) => {
          if (!isAwaited(request)) return;
          awaited.delete(look);
          resolve(request);
        };
        awaited.add(look);
      }),
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** DynamoDB's answer of an error, e.g. `refusal(400, 'ProvisionedThroughputExceededException')`. */
export function refusal(status: number, exception: string, message = `The test answers ${exception}.`): Answer {
  return json(status, { __type: `com.amazonaws.dynamodb.v20120810#${exception}`, message });
}

/** An answer with another body. */
export const json = (status: number, document: unknown): Answer => ({
  status,
  body: Buffer.from(JSON.stringify(document)),
});

function describe({ headers }: http.IncomingMessage, body: Buffer): ProxiedRequest {
  return {
    operation: String(headers['x-amz-target']).split('.').at(-1) ?? '',
    input: JSON.parse(body.toString() || '{}'),
    at: performance.now(),
  };
}

async function send(
  upstream: URL,
  agent: http.Agent,
  { headers }: http.IncomingMessage,
  body: Buffer,
): Promise<Answer> {
  const request = http.request(upstream, {
    method: 'POST',
    agent,
    headers: { ...headers, host: upstream.host, 'content-length': body.length },
  });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  return { status: response.statusCode ?? 500, body: await readAll(response) };
}

async function readAll(stream: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function reply(response: http.ServerResponse, answer: Answer | typeof NO_ANSWER): void {
  if (answer === NO_ANSWER) {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(answer.body);
}
