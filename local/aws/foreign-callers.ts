import type { IncomingMessage } from 'node:http';
import { AwsFault } from './protocols/fault';

/**
 * The stand-in takes anybody's word for who calls, so that a page in the browser must not get to it: what is refused here
 * is what a page of another site would have to send.
 */

/**
 * Throws AccessDeniedException for a request under another name than this machine's own. A page can point a name of its
 * site at 127.0.0.1 (DNS rebinding), and then counts as of the same origin; the name is in `Host`.
 */
export function checkHost({ headers, socket }: IncomingMessage): void {
  const names = ['127.0.0.1', 'localhost', '[::1]'].map((name) => `${name}:${socket.localPort}`);
  if (names.includes(headers.host?.toLowerCase() ?? '')) return;
  throw new AwsFault(
    'AccessDeniedException',
    `The local stand-in for AWS is not called by the name ${JSON.stringify(headers.host)}: use ${names.join(', ')}.`,
    403,
  );
}

/** Throws AccessDeniedException for what a browser sent on behalf of a page: the APIs of AWS are for programs. */
export function checkOrigin(headers: Record<string, string>): void {
  if (headers.origin === undefined) return;
  throw new AwsFault(
    'AccessDeniedException',
    `The local stand-in for AWS is not for pages in a browser (Origin: ${headers.origin}): these may call its HTTP APIs alone (/execute-api/<apiId>/…).`,
    403,
  );
}
