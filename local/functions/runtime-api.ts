import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Outcome, RESPONSE_LIMIT_BYTES, reportedError, responseTooLarge } from './outcome';

/** One invocation as the runtime client gets it. */
export interface Delivery {
  requestId: string;
  payload: Buffer;
  arn: string;
  /** Milliseconds since the epoch. */
  deadline: number;
}

/** The side of an execution environment that the Runtime API talks to. */
export interface RuntimeApiReceiver {
  /** The runtime client is ready for an invocation: it gets it by `deliver`, whenever there is one. */
  onNext(deliver: (invocation: Delivery) => void): void;
  /** Answers false where no such invocation is running. */
  onOutcome(requestId: string, outcome: Outcome, maxMemoryMegabytes?: number): boolean;
  onInitError(outcome: Outcome): void;
}

export interface RuntimeApi {
  /** Registers an environment; the address is the value of its AWS_LAMBDA_RUNTIME_API. */
  attach(receiver: RuntimeApiReceiver): { address: string; detach(): void };
  close(): Promise<void>;
}

const PATH = /^\/([^/]+)\/2018-06-01\/runtime\/(?:init\/error|invocation\/(?:next|([^/]+)\/(response|error)))$/;

/**
 * Lambda's Runtime API on loopback, one server for all environments: an unguessable first part of the path tells whose
 * request it is. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export async function startRuntimeApi(): Promise<RuntimeApi> {
  const receivers = new Map<string, RuntimeApiReceiver>();
  const server = createServer((request, response) => {
    const [, id = '', requestId, action] = PATH.exec(request.url ?? '') ?? [];
    const receiver = receivers.get(id);
    if (!receiver) {
      request.resume();
      return answer(response, 404, { errorType: 'UnknownPath', errorMessage: `No such path: ${request.url}` });
    }
    if (request.method === 'GET') {
      return receiver.onNext((invocation) => deliver(response, invocation));
    }
    readBody(request)
      .then((body) => {
        if (requestId === undefined) {
          receiver.onInitError(reportedError(body ?? Buffer.alloc(0)));
          return answer(response, 202, { status: 'OK' });
        }
        return answerOutcome(receiver, response, requestId, body, action === 'error', maxMemoryMegabytes(request));
      })
      .catch(() => response.destroy());
  });
  // An environment may rest for minutes between two requests on its connection.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    attach(receiver) {
      const id = randomUUID();
      receivers.set(id, receiver);
      return { address: `127.0.0.1:${port}/${id}`, detach: () => receivers.delete(id) };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function deliver(response: ServerResponse, { requestId, payload, arn, deadline }: Delivery): void {
  const trace = randomUUID().replaceAll('-', '');
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': payload.length,
    'Lambda-Runtime-Aws-Request-Id': requestId,
    'Lambda-Runtime-Deadline-Ms': deadline,
    'Lambda-Runtime-Invoked-Function-Arn': arn,
    'Lambda-Runtime-Trace-Id': `Root=1-${seconds}-${trace.slice(0, 24)};Parent=${trace.slice(16)};Sampled=0`,
  });
  response.end(payload);
}

function answerOutcome(
  receiver: RuntimeApiReceiver,
  response: ServerResponse,
  requestId: string,
  body: Buffer | undefined,
  isError: boolean,
  maxMemory: number | undefined,
): void {
  const outcome = body ? outcomeOf(body, isError) : responseTooLarge(requestId);
  if (!receiver.onOutcome(requestId, outcome, maxMemory)) {
    answer(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' });
  } else if (body) {
    answer(response, 202, { status: 'OK' });
  } else {
    const errorMessage = `Exceeded maximum allowed payload size (${RESPONSE_LIMIT_BYTES} bytes).`;
    answer(response, 413, { errorType: 'RequestEntityTooLarge', errorMessage });
  }
}

function outcomeOf(body: Buffer, isError: boolean): Outcome {
  return isError ? reportedError(body) : { payload: body };
}

/** The body, nothing where it is larger than an answer may be; it is read to its end all the same. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= RESPONSE_LIMIT_BYTES) {
      chunks.push(chunk);
    }
  }
  return bytes <= RESPONSE_LIMIT_BYTES ? Buffer.concat(chunks) : undefined;
}

/** What our runtime client measured in its own process; the header is ours, another client may leave it out. */
function maxMemoryMegabytes(request: IncomingMessage): number | undefined {
  const kilobytes = Number(request.headers['groundwork-max-resident-kilobytes']);
  return kilobytes > 0 ? Math.ceil(kilobytes / 1024) : undefined;
}

function answer(response: ServerResponse, status: number, body: Record<string, string>): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
