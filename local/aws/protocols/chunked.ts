import { AwsFault } from './fault';

/**
 * The content of an upload that an SDK sent in chunks (`x-amz-content-sha256: STREAMING-…`), else the body as it is.
 * Each chunk is `<size in hex>[;chunk-signature=…]\r\n<bytes>\r\n`; the last has size 0, trailing headers (a checksum)
 * follow it. Source: Amazon S3 API reference, "Signature calculations: transferring payload in multiple chunks".
 * Throws IncompleteBody for a body that ends too early or is not of this form.
 */
export function decodeChunkedUpload(headers: Record<string, string>, body: Buffer): Buffer {
  if (!headers['x-amz-content-sha256']?.startsWith('STREAMING-')) return body;
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', position);
    const size = lineEnd < 0 ? Number.NaN : chunkSize(body.toString('latin1', position, lineEnd));
    const start = lineEnd + 2;
    if (Number.isNaN(size) || start + size > body.length) {
      throw new AwsFault('IncompleteBody', 'The chunked upload is incomplete or not in the form of aws-chunked.');
    }
    if (size === 0) return Buffer.concat(chunks);
    chunks.push(body.subarray(start, start + size));
    position = start + size + 2;
  }
}

function chunkSize(line: string): number {
  const digits = line.split(';')[0] ?? '';
  return /^[0-9a-f]+$/i.test(digits) ? Number.parseInt(digits, 16) : Number.NaN;
}
