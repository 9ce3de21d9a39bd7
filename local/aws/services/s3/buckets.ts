import type { AwsPlace } from '../../arn';
import type { Blobs } from '../../blobs';
import { AwsFault } from '../../protocols/fault';
import type { Store } from '../../store';

export interface Bucket {
  name: string;
  createdAt: string;
  /** Documents of the settings (versioning, encryption …) by the name of their subresource, in XML as they were put. */
  settings: Record<string, string>;
  /** Headers that came with the settings and go back with them, by their names. */
  settingHeaders?: Record<string, string>;
  /** Versions of each key, the newest first. Without versioning there is one, of identifier `null`. */
  objects: Record<string, ObjectVersion[]>;
}

export interface ObjectVersion {
  versionId: string;
  modifiedAt: string;
  /** Absent for a delete marker. */
  content?: ObjectContent;
}

export interface ObjectContent {
  /** SHA-256 of the bytes: their name among the blobs. */
  blob: string;
  bytes: number;
  /** With its quotation marks. */
  etag: string;
  /** The headers that come back with the object: content-type, x-amz-meta-… */
  headers: Record<string, string>;
}

export interface S3State {
  buckets: Record<string, Bucket>;
}

/** What the calls of S3 work on. */
export interface S3Context {
  place: AwsPlace;
  store: Store<S3State>;
  /** Contents of a bucket's objects, by SHA-256. */
  blobsOf(bucket: string): Blobs;
}

export const emptyS3State: S3State = { buckets: {} };

/** The bucket of that name. Throws NoSuchBucket, as S3 does. */
export function bucketIn(state: S3State, name: string): Bucket {
  const bucket = Object.hasOwn(state.buckets, name) ? state.buckets[name] : undefined;
  if (!bucket) throw new AwsFault('NoSuchBucket', 'The specified bucket does not exist', 404);
  return bucket;
}

/** Whether the bucket keeps the earlier versions of an object. */
export function isVersioned(bucket: Bucket): boolean {
  return /<Status>Enabled<\/Status>/.test(bucket.settings.versioning ?? '');
}
