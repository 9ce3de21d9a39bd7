import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { AwsFault } from './protocols/fault';

/** Largest body taken: a function's zip of 50 MB in base64, with room for what is around it. */
const maximumBodyBytes = 72 * 1024 * 1024;

/** Headers that describe the connection or the body's length, which is ours to say. */
const ownHeaders = new Set(['connection', 'content-length', 'keep-alive', 'transfer-encoding', 'upgrade']);

/** The whole body. Throws RequestEntityTooLargeException for one that is larger than any call's can be. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maximumBodyBytes) {
      throw new AwsFault(
        'RequestEntityTooLargeException',
        `Request must be smaller than ${maximumBodyBytes} bytes`,
        413,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The headers with one text each. */
export function singleHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );
}

/** Sends a response. The answer to a HEAD can give the length of the body that it stands for. */
export function send(
  to: ServerResponse,
  response: { status: number; headers?: Record<string, string | string[]>; body?: string | Buffer },
): void {
  const body = Buffer.from(response.body ?? '');
  const headers = Object.entries(response.headers ?? {});
  to.statusCode = response.status;
  for (const [name, value] of headers) {
    if (!ownHeaders.has(name.toLowerCase())) to.setHeader(name, value);
  }
  const declared = to.req.method === 'HEAD' ? response.headers?.['content-length'] : undefined;
  if (response.status !== 204) to.setHeader('content-length', declared ?? body.length);
  to.end(body);
}
