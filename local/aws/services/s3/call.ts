import { AwsFault } from '../../protocols/fault';
import { toXml, type XmlValue } from '../../protocols/xml';
import type { AwsRequest, AwsResponse } from '../../service';
import type { S3Context } from './buckets';

/** A call of S3: its bucket and key come from the path (`/<bucket>/<key>`), the key percent-decoded. */
export interface S3Call {
  bucket: string;
  key: string;
  request: AwsRequest;
  context: S3Context;
}

export interface S3Action {
  /** Name of the action, for messages. */
  name: string;
  handle(call: S3Call): AwsResponse;
}

/**
 * Which action a request is for: method, whether it is about a bucket or an object, and the subresource in its query.
 * `GET bucket?versioning`
 */
export function actionKeyOf(request: AwsRequest): string {
  const [, bucket = '', ...rest] = request.path.split('/');
  const subresource = subresources.find((name) => request.query.has(name));
  const target = rest.join('/') === '' ? 'bucket' : 'object';
  const copy = request.headers['x-amz-copy-source'] ? '?copy' : '';
  return `${request.method} ${bucket === '' ? 'service' : target}${subresource ? `?${subresource}` : copy}`;
}

/** Bucket and key of a path. Throws InvalidURI for a key that is not validly encoded. */
export function addressOf(path: string): { bucket: string; key: string } {
  const [, bucket = '', ...rest] = path.split('/');
  try {
    return { bucket, key: decodeURIComponent(rest.join('/')) };
  } catch (cause) {
    throw new AwsFault('InvalidURI', `Couldn't parse the specified URI: ${path}`, 400, { cause });
  }
}

/** An answer with a document in S3's namespace, its lists as repeated elements. */
export function xmlAnswer(root: string, content: { readonly [name: string]: XmlValue }): AwsResponse {
  const body = `<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${toXml(content, 'repeated')}</${root}>`;
  return documentAnswer(body);
}

/** An answer with a document that is there already. */
export function documentAnswer(xml: string): AwsResponse {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: `<?xml version="1.0"?>\n${xml}` };
}

/** Parts of the query that make another action of a request. Source: Amazon S3 API reference. */
const subresources = [
  ...['accelerate', 'acl', 'analytics', 'attributes', 'cors', 'delete', 'encryption', 'intelligent-tiering'],
  ...['inventory', 'legal-hold', 'lifecycle', 'list-type', 'location', 'logging', 'metrics', 'notification'],
  ...['object-lock', 'ownershipControls', 'policy', 'policyStatus', 'publicAccessBlock', 'replication'],
  ...['requestPayment', 'restore', 'retention', 'select', 'tagging', 'torrent', 'uploadId', 'uploads'],
  ...['versioning', 'versions', 'website'],
];
