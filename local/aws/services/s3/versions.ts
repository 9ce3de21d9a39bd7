import { randomBytes } from 'node:crypto';
import { AwsFault } from '../../protocols/fault';
import { type Bucket, isVersioned, type ObjectContent, type ObjectVersion } from './buckets';

/** What was done to an object: `removed` are the versions whose contents may no longer be needed. */
interface VersionChange {
  /** Identifier of the version that was made or deleted; absent where an object was deleted that had no versions. */
  versionId?: string;
  /** A delete marker was made or deleted. */
  marker: boolean;
  removed: readonly ObjectVersion[];
}

/** Adds a version in front of the earlier ones; without versioning it takes the place of the one that there is. */
export function addVersion(bucket: Bucket, key: string, content: ObjectContent | undefined): VersionChange {
  const versionId = isVersioned(bucket) ? randomBytes(24).toString('base64url') : 'null';
  const version: ObjectVersion = { versionId, modifiedAt: new Date().toISOString(), ...(content ? { content } : {}) };
  const earlier = versionsOf(bucket, key);
  const removed = earlier.filter((other) => other.versionId === versionId);
  bucket.objects[key] = [version, ...earlier.filter((other) => other.versionId !== versionId)];
  return { versionId, marker: !content, removed };
}

/** What a plain GET of the key gets, or undefined where there is nothing or it is deleted. */
export function currentContent(bucket: Bucket, key: string): ObjectContent | undefined {
  return versionsOf(bucket, key)[0]?.content;
}

/** The version asked for, or the newest. Throws NoSuchKey or NoSuchVersion. */
export function findVersion(bucket: Bucket, key: string, versionId: string | undefined): ObjectVersion {
  const versions = versionsOf(bucket, key);
  if (versionId === undefined) {
    if (versions[0]) return versions[0];
    throw new AwsFault('NoSuchKey', 'The specified key does not exist.', 404);
  }
  const version = versions.find((candidate) => candidate.versionId === versionId);
  if (version) return version;
  throw new AwsFault('NoSuchVersion', 'The specified version does not exist.', 404);
}

/**
 * Deletes a version for good, or, where none is named, the object: in a bucket with versioning that only puts a delete
 * marker in front. What is not there counts as deleted.
 */
export function deleteObject(bucket: Bucket, key: string, versionId: string | undefined): VersionChange {
  if (versionId === undefined && isVersioned(bucket)) return addVersion(bucket, key, undefined);
  const removedId = versionId ?? 'null';
  const versions = versionsOf(bucket, key);
  const removed = versions.filter((version) => version.versionId === removedId);
  const rest = versions.filter((version) => version.versionId !== removedId);
  if (rest.length > 0) bucket.objects[key] = rest;
  else delete bucket.objects[key];
  return {
    ...(versionId === undefined ? {} : { versionId }),
    marker: removed.some((version) => !version.content),
    removed,
  };
}

/** Names of those of the removed versions' contents that no version in the bucket has any longer. */
export function unusedBlobs(bucket: Bucket, removed: readonly ObjectVersion[]): string[] {
  const used = new Set(Object.values(bucket.objects).flatMap((versions) => versions.map((each) => each.content?.blob)));
  return removed.flatMap(({ content }) => (content && !used.has(content.blob) ? [content.blob] : []));
}

function versionsOf(bucket: Bucket, key: string): ObjectVersion[] {
  return (Object.hasOwn(bucket.objects, key) ? bucket.objects[key] : undefined) ?? [];
}
