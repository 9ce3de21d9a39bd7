import { createHash } from 'node:crypto';

/** SHA-256 of a migration's source, in hexadecimal. CRLF and LF are the same: a checkout may turn one into the other. */
export const checksumOf = (source: string): string =>
  createHash('sha256').update(source.replaceAll('\r\n', '\n')).digest('hex');
