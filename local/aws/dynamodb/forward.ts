import { Agent, type IncomingMessage, request } from 'node:http';
import { LocalError } from '../../errors';

/** An answer of DynamoDB Local. Header names in lower case. */
export interface ForwardedResponse {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Sends a request's headers and body to DynamoDB Local. */
export type Forward = (headers: Record<string, string>, body: Buffer) => Promise<ForwardedResponse>;

/** Headers that belong to one connection or are set anew for the next (RFC 9110, section 7.6.1). */
const connectionHeaders = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'te',
  'trailer',
  'upgrade',
  'expect',
  'host',
];

/**
 * Forwards requests to DynamoDB Local over connections that are kept open. Throws LocalError
 * `dynamodb-local-unreachable` when it does not answer.
 */
export function createForwarder(endpoint: string): Forward {
  const agent = new Agent({ keepAlive: true });
  return async (headers, body) => {
    const kept = Object.entries(headers).filter(([name]) => !connectionHeaders.includes(name));
    // Without this a compressed answer could come back, whose ARNs could not be rewritten.
    const sent = {
      ...Object.fromEntries(kept),
      ...(headers.authorization && { authorization: asOneCaller(headers.authorization) }),
      'accept-encoding': 'identity',
      'content-length': String(body.length),
    };
    try {
      return await send(endpoint, { agent, headers: sent, body, mayRepeat: true });
    } catch (cause) {
      throw new LocalError(
        'dynamodb-local-unreachable',
        `DynamoDB Local does not answer at ${endpoint} (${String(cause)}). Start the local services with: yarn local up`,
        { cause },
      );
    }
  };
}

/**
 * One that is not started with -sharedDb has a database for each access key: whoever calls means the tables that bootstrap
 * makes, with this key. The signature is not verified.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html
 */
const asOneCaller = (authorization: string): string => authorization.replace(/Credential=[^/]+/, 'Credential=local');

interface Sending {
  agent: Agent;
  headers: Record<string, string>;
  body: Buffer;
  mayRepeat: boolean;
}

function send(endpoint: string, sending: Sending): Promise<ForwardedResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = request(endpoint, { method: 'POST', agent: sending.agent, headers: sending.headers });
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      // A kept connection that DynamoDB Local has closed meanwhile, or that is left from before a restart of it, fails
      // before it carries anything: the request is sent once more on a connection of its own.
      if (sending.mayRepeat && outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')) {
        resolve(send(endpoint, { ...sending, agent: new Agent(), mayRepeat: false }));
      } else reject(error);
    });
    outgoing.on('response', (incoming) => {
      readAll(incoming).then(resolve, reject);
    });
    outgoing.end(sending.body);
  });
}

async function readAll(incoming: IncomingMessage): Promise<ForwardedResponse> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const headers = Object.entries(incoming.headers)
    .filter(([name]) => !connectionHeaders.includes(name))
    .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]);
  return { status: incoming.statusCode ?? 500, headers: Object.fromEntries(headers), body: Buffer.concat(chunks) };
}
