import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** Input or output of an operation, as it is on the wire. */
export type Body = Record<string, unknown>;

/** Answers an operation itself: with an output, or a `fault` that is thrown. Undefined: as if there were no answer here. */
export type Answer = (input: Body) => Body | undefined;

export interface Endpoint {
  client: DynamoDBClient;
  /** The operations that were asked for, in order. */
  operations: string[];
  inputs: Body[];
  stop(): Promise<void>;
}

class Fault extends Error {
  constructor(
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

/** An error that DynamoDB would answer with. */
export const fault = (type: string, message = `a ${type}`): Error => new Fault(type, message);

/**
 * A DynamoDB of the test's own on a loopback port, for what DynamoDB Local lacks and for faults.
 *
 * @param answers by operation
 * @param upstream endpoint of a DynamoDB that gets what is not answered here; without it that is an UnknownOperationException
 */
export async function startEndpoint(answers: Record<string, Answer>, upstream?: string): Promise<Endpoint> {
  const operations: string[] = [];
  const inputs: Body[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    operations.push(operation);
    inputs.push(JSON.parse(body) as Body);
    const headers = { 'content-type': 'application/x-amz-json-1.0' };
    try {
      const output = answers[operation]?.(JSON.parse(body) as Body);
      if (output) {
        response.writeHead(200, headers).end(JSON.stringify(output));
      } else if (upstream) {
        const { status, text } = await forward(upstream, body, request.headers);
        response.writeHead(status, headers).end(text);
      } else {
        throw fault('UnknownOperationException', 'An unknown operation was requested.');
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      const type = `com.amazonaws.dynamodb.v20120810#${error.type}`;
      response.writeHead(400, headers).end(JSON.stringify({ __type: type, message: error.message }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  return {
    client,
    operations,
    inputs,
    stop: async () => {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function forward(upstream: string, body: string, headers: NodeJS.Dict<string | string[]>) {
  const answer = await fetch(upstream, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': String(headers['x-amz-target']),
      authorization: String(headers.authorization),
    },
  });
  return { status: answer.status, text: await answer.text() };
}
