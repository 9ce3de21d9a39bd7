import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

export interface ReceivedRequest {
  operation: string;
  input: Record<string, unknown>;
  headers: http.IncomingHttpHeaders;
}

/** Answers a request: with a body and a status, or by itself on the response. */
export type Answering = (
  request: ReceivedRequest,
  position: number,
  response: http.ServerResponse,
) => { status?: number; body: unknown } | undefined | Promise<{ status?: number; body: unknown } | undefined>;

export interface Loopback {
  requests: ReceivedRequest[];
  /** Connections that are open now. */
  connections(): Promise<number>;
  /** The next request, once it came in. */
  received(): Promise<void>;
  client(options?: DynamoDBClientConfig): DynamoDBClient;
}

const started: (() => Promise<void>)[] = [];

/** A server on loopback in DynamoDB's place, and clients for it. `closeLoopbacks` ends them all. */
export async function startLoopback(answer: Answering): Promise<Loopback> {
  const requests: ReceivedRequest[] = [];
  const clients: DynamoDBClient[] = [];
  let awaited: (() => void)[] = [];
  const server = http.createServer(async (incoming, response) => {
    const request = await receive(incoming);
    requests.push(request);
    const answering = answer(request, requests.length - 1, response);
    for (const resolve of awaited.splice(0)) resolve();
    const given = await answering;
    if (!given) return;
    response.writeHead(given.status ?? 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(typeof given.body === 'string' ? given.body : JSON.stringify(given.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  started.push(async () => {
    for (const client of clients) client.destroy();
    awaited = [];
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return {
    requests,
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    received: () => new Promise((resolve) => awaited.push(resolve)),
    client: (options) => {
      const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
      const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials, ...options });
      clients.push(client);
      return client;
    },
  };
}

export async function closeLoopbacks(): Promise<void> {
  await Promise.all(started.splice(0).map((close) => close()));
}

/** DynamoDB's answer of an error. */
export const refused = (status: number, exception: string, more: object = {}) => ({
  status,
  body: { __type: `com.amazonaws.dynamodb.v20120810#${exception}`, message: `The test says ${exception}.`, ...more },
});

async function receive(incoming: http.IncomingMessage): Promise<ReceivedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return {
    operation: String(incoming.headers['x-amz-target']).split('.').at(-1) ?? '',
    input: JSON.parse(Buffer.concat(chunks).toString()),
    headers: incoming.headers,
  };
}
