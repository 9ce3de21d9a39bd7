import { createHash } from 'node:crypto';
import { decodeChunkedUpload } from '../../protocols/chunked';
import { AwsFault } from '../../protocols/fault';
import { elementTexts, unescapeXml } from '../../protocols/xml';
import type { AwsResponse } from '../../service';
import { type Bucket, bucketIn, isVersioned, type ObjectContent, type ObjectVersion, type S3Context } from './buckets';
import { type S3Action, type S3Call, xmlAnswer } from './call';
import { resolveRange } from './range';
import { addVersion, currentContent, deleteObject, findVersion, unusedBlobs } from './versions';

/** The calls for objects, by what makes a request one of them. */
export const objectActions: Record<string, S3Action> = {
  'PUT object': { name: 'PutObject', handle: putObject },
  'GET object': { name: 'GetObject', handle: getObject },
  'HEAD object': { name: 'HeadObject', handle: headObject },
  'DELETE object': { name: 'DeleteObject', handle: deleteOne },
  'POST bucket?delete': { name: 'DeleteObjects', handle: deleteMany },
};

/** Headers of an upload that come back with the object, beside `x-amz-meta-…`. */
const keptHeaders = ['content-type', 'content-disposition', 'content-language', 'cache-control', 'expires'];

function putObject({ bucket: name, key, context, request }: S3Call): AwsResponse {
  const bytes = decodeChunkedUpload(request.headers, request.body);
  checkDigests(request.headers, bytes);
  const { etag, change } = context.store.change((state) => {
    const bucket = bucketIn(state, name);
    checkPreconditions(request.headers, currentContent(bucket, key));
    const content: ObjectContent = {
      blob: context.blobsOf(name).put(bytes),
      bytes: bytes.length,
      etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
      headers: headersToKeep(request.headers),
    };
    return { etag: content.etag, change: addVersion(bucket, key, content) };
  });
  dropUnused(context, name, change.removed);
  const bucket = bucketIn(context.store.read(), name);
  return { status: 200, headers: { etag, ...encryptionHeader, ...versionHeader(bucket, change.versionId) } };
}

function getObject(call: S3Call): AwsResponse {
  const { blob, ...response } = describeObject(call);
  const bytes = call.context.blobsOf(call.bucket).read(blob);
  const range = call.request.headers.range;
  if (range === undefined) return { ...response, body: bytes };
  const { first, last } = resolveRange(range, bytes.length);
  const headers = { ...response.headers, 'content-range': `bytes ${first}-${last}/${bytes.length}` };
  return { status: 206, headers, body: bytes.subarray(first, last + 1) };
}

function headObject(call: S3Call): AwsResponse {
  const { blob: _blob, ...response } = describeObject(call);
  return response;
}

function deleteOne({ bucket: name, key, context, request }: S3Call): AwsResponse {
  const { versionId, marker, removed } = context.store.change((state) =>
    deleteObject(bucketIn(state, name), key, request.query.get('versionId') ?? undefined),
  );
  dropUnused(context, name, removed);
  return {
    status: 204,
    headers: {
      ...(versionId === undefined ? {} : { 'x-amz-version-id': versionId }),
      ...(marker ? { 'x-amz-delete-marker': 'true' } : {}),
    },
  };
}

function deleteMany({ bucket: name, context, request }: S3Call): AwsResponse {
  const objects = elementTexts(request.body.toString('utf8'), 'Object').map((xml) => ({
    key: unescapeXml(elementTexts(xml, 'Key')[0] ?? ''),
    versionId: elementTexts(xml, 'VersionId')[0],
  }));
  const removed = context.store.change((state) => {
    const bucket = bucketIn(state, name);
    return objects.flatMap(({ key, versionId }) => deleteObject(bucket, key, versionId).removed);
  });
  dropUnused(context, name, removed);
  return xmlAnswer('DeleteResult', {
    Deleted: objects.map(({ key, versionId }) => ({ Key: key, VersionId: versionId })),
  });
}

/** After the state is saved, so that nothing that it names is ever missing. */
function dropUnused(context: S3Context, bucket: string, removed: readonly ObjectVersion[]): void {
  for (const blob of unusedBlobs(bucketIn(context.store.read(), bucket), removed)) context.blobsOf(bucket).remove(blob);
}

function describeObject({ bucket: name, key, context, request }: S3Call): AwsResponse & { blob: string } {
  const bucket = bucketIn(context.store.read(), name);
  const version = findVersion(bucket, key, request.query.get('versionId') ?? undefined);
  if (!version.content) throw new AwsFault('NoSuchKey', 'The specified key does not exist.', 404);
  return {
    status: 200,
    headers: {
      ...version.content.headers,
      ...encryptionHeader,
      ...versionHeader(bucket, version.versionId),
      'content-length': String(version.content.bytes),
      etag: version.content.etag,
      'last-modified': new Date(version.modifiedAt).toUTCString(),
    },
    blob: version.content.blob,
  };
}

/** S3 encrypts everything, and says so. */
const encryptionHeader = { 'x-amz-server-side-encryption': 'AES256' };

function versionHeader(bucket: Bucket, versionId: string | undefined): Record<string, string> {
  return isVersioned(bucket) && versionId ? { 'x-amz-version-id': versionId } : {};
}

function headersToKeep(headers: Record<string, string>): Record<string, string> {
  const encoding = (headers['content-encoding'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'aws-chunked')
    .join(', ');
  const kept = Object.entries(headers).filter(([name]) => keptHeaders.includes(name) || name.startsWith('x-amz-meta-'));
  return { ...Object.fromEntries(kept), ...(encoding === '' ? {} : { 'content-encoding': encoding }) };
}

/** Throws BadDigest where the content is not what the sender says it is. */
function checkDigests(headers: Record<string, string>, bytes: Buffer): void {
  for (const [header, algorithm] of [
    ['content-md5', 'md5'],
    ['x-amz-checksum-sha256', 'sha256'],
    ['x-amz-checksum-sha1', 'sha1'],
  ] as const) {
    const expected = headers[header];
    if (expected && expected !== createHash(algorithm).update(bytes).digest('base64')) {
      throw new AwsFault('BadDigest', `The ${header} you specified did not match what we received.`);
    }
  }
}

/** Conditional writes: `If-None-Match: *` makes a lock of an object, `If-Match` an optimistic one. */
function checkPreconditions(headers: Record<string, string>, current: ObjectContent | undefined): void {
  const mustMatch = headers['if-match'];
  if (mustMatch && !current) throw new AwsFault('NoSuchKey', 'The specified key does not exist.', 404);
  const failed = (headers['if-none-match'] === '*' && current) || (mustMatch && mustMatch !== current?.etag);
  if (!failed) return;
  throw new AwsFault('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', 412);
}
